#include "dialects/openai_chat/meters.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "dialects/openai_chat/choice.hpp"
#include "dialects/openai_chat/usage.hpp"
#include "json/cursor.hpp"

namespace quorum::openai_chat {
namespace {

using json::RawString;

/// What is counted, by the numbers under which a memory keeps it.
constexpr std::array<std::optional<std::int64_t> UsageCounts::*, 8> kCounts{
    &UsageCounts::prompt,           &UsageCounts::completion,  &UsageCounts::total,
    &UsageCounts::cached_read,      &UsageCounts::cache_write, &UsageCounts::prompt_audio,
    &UsageCounts::completion_audio, &UsageCounts::reasoning};
enum Counted : std::uint8_t {
  prompt,
  completion,
  total,
  cached_read,
  cache_write,
  prompt_audio,
  completion_audio,
  reasoning
};

// Beyond this it takes more than a look to say what was meant.
constexpr std::int64_t kCountMax = 999'999'999;

/// Every function is false where what it reads is not of the usual sort.
class Look {
 public:
  explicit Look(std::string_view body) : body_(body), cursor_(body) {}

  std::optional<dialects::Meters> read() {
    if (!cursor_.open('{')) return std::nullopt;
    for (RawString name; cursor_.member(name);) {
      if (name.has_escape || !member(name.inner)) return std::nullopt;
    }
    if (!cursor_.at_end() || !meters_.finish) return std::nullopt;
    return meters_;
  }

  /// What answers like this one differ in.
  const dialects::Holes& holes() const { return holes_; }

 private:
  bool member(std::string_view name) {
    switch (name.size()) {
      case 2:
        if (name == "id") return skip_words();
        break;
      case 5:
        if (name == "usage") return read_use();
        if (name == "error") return cursor_.peek() == 'n' && cursor_.skip();
        break;
      case 6:
        if (name == "object") return read_kind();
        if (name == "x_groq") return false;
        break;
      case 7:
        if (name == "choices") return !meters_.finish && read_choices();
        if (name == "created") return skip_count();
        break;
      default: break;
    }
    return cursor_.skip();
  }

  bool read_kind() {
    std::string_view kind{};
    return text_or_null(kind) && kind != "error";
  }

  bool text_or_null(std::string_view& out) {
    if (cursor_.peek() == 'n') return cursor_.literal("null");
    RawString text;
    if (!cursor_.string(text) || text.has_escape) return false;
    out = text.inner;
    return true;
  }

  bool read_choices() {
    if (!cursor_.open('[')) return false;
    while (cursor_.element()) {
      if (!read_choice()) return false;
    }
    return !cursor_.failed();
  }

  /// An answer that does not say how it ended must be read to know.
  bool read_choice() {
    if (!cursor_.open('{')) return false;
    std::string_view word;
    for (RawString name; cursor_.member(name);) {
      if (name.has_escape || name.inner == "usage") return false;
      const bool is_finish = name.inner == "finish_reason";
      if (!(is_finish ? text_or_null(word) : read_part(name.inner))) return false;
    }
    const auto finish = read_finish(word);
    if (cursor_.failed() || !finish || finish == llm::Finish::error) return false;
    meters_.finish = finish;
    return true;
  }

  /// Only to know where the words are.
  bool read_part(std::string_view name) {
    if (name != "message" || cursor_.peek() != '{') return cursor_.skip();
    cursor_.open('{');
    for (RawString member; cursor_.member(member);) {
      const bool is_words = member.inner == "content" || member.inner == "reasoning_content";
      if (!(is_words ? skip_words() : cursor_.skip())) return false;
    }
    return !cursor_.failed();
  }

  /// Any value; a string may be another in the next answer.
  bool skip_words() {
    const bool is_string = cursor_.peek() == '"';
    std::string_view raw;
    if (!cursor_.skip(raw)) return false;
    if (is_string) holes_.add(raw);
    return true;
  }

  /// The same of a count.
  bool skip_count() {
    std::int64_t value = 0;
    return count(value, dialects::AnswerMemory::kUnmetered) || cursor_.skip();
  }

  bool count(std::int64_t& value, std::uint8_t meter) {
    cursor_.peek();
    const auto at = cursor_.position();
    if (!cursor_.count(value)) return false;
    holes_.add(body_.substr(at, cursor_.position() - at), meter);
    return true;
  }

  bool read_use() {
    if (meters_.usage) return false;
    if (cursor_.peek() == 'n') return cursor_.literal("null");
    if (!cursor_.open('{')) return false;
    UsageCounts counts;
    for (RawString name; cursor_.member(name);) {
      if (name.has_escape || !read_count(name.inner, counts)) return false;
    }
    meters_.usage = usage_of(counts);
    return meters_.usage.has_value() && !cursor_.failed();
  }

  /// Of the names that everybody has; who has others of them is read with care.
  bool read_count(std::string_view name, UsageCounts& counts) {
    if (name == "prompt_tokens") return number(prompt, counts);
    if (name == "completion_tokens") return number(completion, counts);
    if (name == "total_tokens") return number(total, counts);
    const bool is_read = name == "prompt_tokens_details";
    if (!is_read && name != "completion_tokens_details") return false;
    if (std::exchange(is_read ? has_read_ : has_written_, true)) return false;
    if (cursor_.peek() == 'n') return cursor_.literal("null");
    if (!cursor_.open('{')) return false;
    for (RawString detail; cursor_.member(detail);) {
      if (detail.has_escape || !read_detail(detail.inner, is_read, counts)) return false;
    }
    return !cursor_.failed();
  }

  bool read_detail(std::string_view name, bool is_read, UsageCounts& counts) {
    if (name == "audio_tokens") {
      return number(is_read ? prompt_audio : completion_audio, counts);
    }
    if (is_read && name == "cached_tokens") return number(cached_read, counts);
    if (is_read && name == "cache_write_tokens") return number(cache_write, counts);
    if (!is_read && name == "reasoning_tokens") return number(reasoning, counts);
    return cursor_.skip();
  }

  /// A plain count that stands there once.
  bool number(Counted counted, UsageCounts& counts) {
    auto& known = counts.*kCounts[counted];
    std::int64_t value = 0;
    if (known || !count(value, counted) || value > kCountMax) return false;
    known = value;
    return true;
  }

  std::string_view body_;
  json::Cursor cursor_;
  dialects::Meters meters_{};
  dialects::Holes holes_;
  bool has_read_ = false;
  bool has_written_ = false;
};

/// Those of an answer that is like the last one.
std::optional<dialects::Meters> recall(std::string_view body,
                                       const dialects::AnswerMemory& memory) {
  dialects::AnswerMemory::Counts found;
  const auto size = memory.recall(body, found);
  if (!size) return std::nullopt;
  UsageCounts counts;
  for (const auto& [meter, value] : std::span(found).first(*size)) {
    if (value > kCountMax) return std::nullopt;
    counts.*kCounts[meter] = value;
  }
  return dialects::Meters{.finish = memory.told().finish, .usage = usage_of(counts)};
}

}  // namespace

std::optional<dialects::Meters> read_meters(std::string_view body, dialects::AnswerMemory& memory) {
  if (auto meters = recall(body, memory)) return meters;
  Look look(body);
  auto meters = look.read();
  if (meters) memory.learn(body, look.holes().all(), *meters);
  return meters;
}

}  // namespace quorum::openai_chat
