#include "http/headers.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <utility>

#include "http/put.hpp"
#include "http/syntax.hpp"

namespace quorum::http {
namespace {

constexpr std::size_t kFieldsUsual = 12;
constexpr std::size_t kTextBytesUsual = 384;
constexpr std::string_view kColon = ": ";
constexpr std::string_view kLineEnd = "\r\n";

template <typename Word>
Word load(const char* bytes) {
  Word word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// Whether the words differ in nothing but letters' cases.
template <typename Word>
bool same_word(Word left, Word right) {
  constexpr auto kOnes = static_cast<Word>(0x0101'0101'0101'0101);
  const Word differ = left ^ right;
  if (differ == 0) return true;
  if ((differ & ~(kOnes * 0x20)) != 0) return false;
  // Bit 7 of each byte that is a letter, none of which has it itself.
  const Word lower = left | (kOnes * 0x20);
  const Word plain = lower & (kOnes * 0x7F);
  const Word from_a = plain + kOnes * (0x80 - 'a');
  const Word beyond_z = plain + kOnes * (0x80 - 'z' - 1);
  const Word letters = (from_a ^ beyond_z) & ~lower & (kOnes * 0x80);
  // Each byte that differs does so by 0x20: two bits below a letter's mark.
  return (differ & ~(letters >> 2)) == 0;
}

/// Of what cannot be sent as a field nothing is kept.
std::size_t size_of_line(const Headers::Given& field) {
  const auto name = field.name.text();
  if (!field.name.is_token() || name.size() > Headers::kNameBytesMax) return 0;
  return name.size() + kColon.size() + field.value.size() + kLineEnd.size();
}

bool is_within(const std::string& text, std::string_view view) {
  const std::less_equal<> before;
  return before(text.data(), view.data()) && before(view.data(), text.data() + text.size());
}

}  // namespace

namespace detail {

bool same_letters(const char* left, const char* right, std::size_t size) {
  if (size >= sizeof(std::uint64_t)) {
    const std::size_t last = size - sizeof(std::uint64_t);
    for (std::size_t at = 0; at < last; at += sizeof(std::uint64_t)) {
      if (!same_word(load<std::uint64_t>(left + at), load<std::uint64_t>(right + at))) return false;
    }
    return same_word(load<std::uint64_t>(left + last), load<std::uint64_t>(right + last));
  }
  if (size >= sizeof(std::uint32_t)) {
    const std::size_t last = size - sizeof(std::uint32_t);
    return same_word(load<std::uint32_t>(left), load<std::uint32_t>(right)) &&
           same_word(load<std::uint32_t>(left + last), load<std::uint32_t>(right + last));
  }
  return std::equal(left, left + size, right,
                    [](char a, char b) { return to_lower(a) == to_lower(b); });
}

}  // namespace detail

void Headers::add(FieldName name, std::string_view value) {
  // Our own text may move while it grows.
  if (is_within(text_, name.text()) || is_within(text_, value)) {
    return add(std::string(name.text()), std::string(value));
  }
  const Given field{.name = name, .value = value};
  add_all({&field, 1});
}

void Headers::add_all(std::span<const Given> fields) {
  if (spans_.empty()) {
    spans_.reserve(kFieldsUsual);
    text_.reserve(kTextBytesUsual);
  }
  const auto begin = text_.size();
  auto end = begin;
  for (const auto& field : fields) end += size_of_line(field);
  // Not by the size that it is told, which libstdc++ 12 makes the new room's.
  text_.resize_and_overwrite(end, [&](char* bytes, std::size_t) {
    char* at = bytes + begin;
    for (const auto& field : fields) {
      if (size_of_line(field) > 0) at = lay(bytes, at, field);
    }
    return end;
  });
}

/// Returns where the line ends that begins at `at`, in `bytes`.
char* Headers::lay(const char* bytes, char* at, const Given& field) {
  const auto [name, value] = field;
  auto* const value_at = detail::put(detail::put(at, name.text()), kColon);
  auto* const end = detail::put(value_at, value);
  if (!is_field_value(value)) {
    const auto is_control = [](char byte) { return (byte >= 0 && byte < 0x20) || byte == 0x7F; };
    std::replace_if(value_at, end, is_control, ' ');
  }
  spans_.push_back({.name_at = static_cast<std::uint32_t>(at - bytes),
                    .value_at = static_cast<std::uint32_t>(value_at - bytes),
                    .value_size = static_cast<std::uint32_t>(value.size()),
                    .name_size = static_cast<std::uint16_t>(name.text().size()),
                    .known = name.known()});
  present_.add(name.known());
  return detail::put(end, kLineEnd);
}

void Headers::set(FieldName name, std::string_view value) {
  remove(name);
  add(name, value);
}

void Headers::remove(FieldName name) {
  if (!present_.has(name.known())) return;
  const auto erased = std::erase_if(spans_, [&](const Span& span) { return is_named(span, name); });
  if (erased > 0) are_lines_ = false;
  if (name.known() != Known::other) present_.remove(name.known());
}

void Headers::adopt(std::string text, std::vector<Span> spans) {
  text_ = std::move(text);
  spans_ = std::move(spans);
  are_lines_ = false;
  present_ = {};
  for (const auto& span : spans_) present_.add(span.known);
}

std::optional<std::string_view> Headers::find(FieldName name) const {
  for (const Span& span : spans_) {
    if (is_named(span, name)) return value_of(span);
  }
  return std::nullopt;
}

bool Headers::has_token(FieldName name, std::string_view token) const {
  return std::ranges::any_of(spans_, [&](const Span& span) {
    return is_named(span, name) && list_has(value_of(span), token);
  });
}

}  // namespace quorum::http
