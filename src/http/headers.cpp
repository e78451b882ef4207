#include "http/headers.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "http/syntax.hpp"

namespace quorum::http {
namespace {

constexpr std::size_t kFieldsUsual = 10;

}  // namespace

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(),
                    [](char a, char b) { return to_lower(a) == to_lower(b); });
}

namespace {

bool is_within(const std::string& text, std::string_view view) {
  const std::less_equal<> before;
  return before(text.data(), view.data()) && before(view.data(), text.data() + text.size());
}

}  // namespace

void Headers::add(std::string_view name, std::string_view value) {
  const auto name_at = static_cast<std::uint32_t>(text_.size());
  const auto value_at = static_cast<std::uint32_t>(text_.size() + name.size());
  if (is_within(text_, name) || is_within(text_, value)) {
    // Joined aside: our own text may move while it grows.
    std::string joined;
    joined.reserve(name.size() + value.size());
    joined.append(name).append(value);
    text_ += joined;
  } else {
    text_.append(name).append(value);
  }
  if (spans_.empty()) spans_.reserve(kFieldsUsual);
  spans_.push_back({.name_at = name_at,
                    .name_size = static_cast<std::uint32_t>(name.size()),
                    .value_at = value_at,
                    .value_size = static_cast<std::uint32_t>(value.size())});
}

void Headers::set(std::string_view name, std::string_view value) {
  remove(name);
  add(name, value);
}

void Headers::remove(std::string_view name) {
  std::erase_if(spans_, [&](const Span& span) {
    return equals_ignoring_case({text_.data() + span.name_at, span.name_size}, name);
  });
}

void Headers::adopt(std::string text, std::vector<Span> spans) {
  text_ = std::move(text);
  spans_ = std::move(spans);
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
  for (std::size_t index = 0; index < size(); ++index) {
    const auto field = (*this)[index];
    if (equals_ignoring_case(field.name, name)) return field.value;
  }
  return std::nullopt;
}

bool Headers::has_token(std::string_view name, std::string_view token) const {
  for (std::size_t index = 0; index < size(); ++index) {
    const auto field = (*this)[index];
    if (equals_ignoring_case(field.name, name) && list_has(field.value, token)) return true;
  }
  return false;
}

}  // namespace quorum::http
