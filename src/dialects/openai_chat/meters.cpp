#include "dialects/openai_chat/meters.hpp"

#include <cstdint>
#include <utility>

#include "dialects/openai_chat/choice.hpp"
#include "dialects/openai_chat/usage.hpp"
#include "json/cursor.hpp"

namespace quorum::openai_chat {
namespace {

using json::RawString;

/// Every function is false where what it reads is not of the usual sort.
class Look {
 public:
  explicit Look(std::string_view body) : cursor_(body) {}

  std::optional<dialects::Meters> read() {
    if (!cursor_.open('{')) return std::nullopt;
    for (RawString name; cursor_.member(name);) {
      if (name.has_escape || !member(name.inner)) return std::nullopt;
    }
    if (!cursor_.at_end() || !meters_.finish) return std::nullopt;
    return meters_;
  }

 private:
  bool member(std::string_view name) {
    switch (name.size()) {
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
      if (!(name.inner == "finish_reason" ? text_or_null(word) : cursor_.skip())) return false;
    }
    const auto finish = read_finish(word);
    if (cursor_.failed() || !finish || finish == llm::Finish::error) return false;
    meters_.finish = finish;
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
    if (name == "prompt_tokens") return number(counts.prompt);
    if (name == "completion_tokens") return number(counts.completion);
    if (name == "total_tokens") return number(counts.total);
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
      return number(is_read ? counts.prompt_audio : counts.completion_audio);
    }
    if (is_read && name == "cached_tokens") return number(counts.cached_read);
    if (is_read && name == "cache_write_tokens") return number(counts.cache_write);
    if (!is_read && name == "reasoning_tokens") return number(counts.reasoning);
    return cursor_.skip();
  }

  /// A plain count that stands there once.
  bool number(std::optional<std::int64_t>& count) {
    constexpr std::int64_t kMax = 999'999'999;
    std::int64_t value = 0;
    if (count || !cursor_.count(value) || value > kMax) return false;
    count = value;
    return true;
  }

  json::Cursor cursor_;
  dialects::Meters meters_{};
  bool has_read_ = false;
  bool has_written_ = false;
};

}  // namespace

std::optional<dialects::Meters> read_meters(std::string_view body) { return Look(body).read(); }

}  // namespace quorum::openai_chat
