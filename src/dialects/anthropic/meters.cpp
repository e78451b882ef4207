#include "dialects/anthropic/meters.hpp"

#include <cstdint>

#include "dialects/anthropic/stop.hpp"
#include "dialects/anthropic/usage.hpp"
#include "json/cursor.hpp"

namespace quorum::anthropic {
namespace {

using json::RawString;

/// Every function is false where what it reads is not of the usual sort.
class Look {
 public:
  explicit Look(std::string_view body) : cursor_(body) {}

  std::optional<dialects::Meters> read() {
    if (!cursor_.open('{')) return std::nullopt;
    for (RawString name; cursor_.member(name);) {
      if (name.has_escape || !take(member_of(name.inner))) return std::nullopt;
    }
    const bool is_answer = cursor_.at_end() && (seen_ & 1U << content) != 0;
    // An answer that does not say how it ended must be read to know.
    const auto finish = finish_of(stop_reason_);
    if (!is_answer || !finish) return std::nullopt;
    return dialects::Meters{.finish = finish, .usage = usage()};
  }

 private:
  enum Member : std::uint8_t { other, type, error, content, stop_reason, use };

  static Member member_of(std::string_view name) {
    switch (name.size()) {
      case 4: return name == "type" ? type : other;
      case 5: return name == "usage" ? use : name == "error" ? error : other;
      case 7: return name == "content" ? content : other;
      case 11: return name == "stop_reason" ? stop_reason : other;
      default: return other;
    }
  }

  bool take(Member member) {
    if (member != other && (seen_ & 1U << member) != 0) return false;
    seen_ |= 1U << member;
    std::string_view word;
    switch (member) {
      case type: return read_word(word) && word != "error";
      case error: return cursor_.literal("null");
      case content: return cursor_.peek() == '[' && cursor_.skip();
      case stop_reason: return read_word(stop_reason_);
      case use: return cursor_.skip(usage_);
      case other: return cursor_.skip();
    }
    return false;
  }

  bool read_word(std::string_view& word) {
    RawString text;
    if (!cursor_.string(text) || text.has_escape) return false;
    word = text.inner;
    return true;
  }

  /// It is small and has many names: read as everywhere.
  std::optional<llm::Usage> usage() const {
    if (usage_.empty()) return std::nullopt;
    const auto document = json::Document::parse(usage_);
    Counts counts;
    const bool is_said = document && counts.take(document->root());
    return is_said ? std::optional(counts.usage()) : std::nullopt;
  }

  json::Cursor cursor_;
  unsigned seen_ = 0;
  std::string_view stop_reason_;
  std::string_view usage_;
};

}  // namespace

std::optional<dialects::Meters> read_meters(std::string_view body) { return Look(body).read(); }

}  // namespace quorum::anthropic
