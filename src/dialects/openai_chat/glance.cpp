#include "dialects/openai_chat/glance.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "dialects/openai_chat/request.hpp"
#include "json/cursor.hpp"

namespace quorum::openai_chat {
namespace {

using json::RawString;

constexpr std::size_t kStopsMax = 16;

/// What members of one value may hold, so that `check_request` takes them.
struct Plain {
  enum class Kind : std::uint8_t { text, flag, number, whole, any_number, object, stops };
  std::string_view name;
  Kind kind;
  double low = 0;
  double high = 0;
};

constexpr double kNoLimit = std::numeric_limits<double>::max();

constexpr std::array<Plain, 19> kPlain{{
    {.name = "max_tokens", .kind = Plain::Kind::whole, .low = 1, .high = kNoLimit},
    {.name = "max_completion_tokens", .kind = Plain::Kind::whole, .low = 1, .high = kNoLimit},
    {.name = "temperature", .kind = Plain::Kind::number, .low = 0, .high = 2},
    {.name = "top_p", .kind = Plain::Kind::number, .low = 0, .high = 1},
    {.name = "frequency_penalty", .kind = Plain::Kind::number, .low = -2, .high = 2},
    {.name = "presence_penalty", .kind = Plain::Kind::number, .low = -2, .high = 2},
    {.name = "n", .kind = Plain::Kind::whole, .low = 1, .high = 128},
    {.name = "top_logprobs", .kind = Plain::Kind::whole, .low = 0, .high = 20},
    {.name = "seed", .kind = Plain::Kind::any_number},
    {.name = "stop", .kind = Plain::Kind::stops},
    {.name = "user", .kind = Plain::Kind::text},
    {.name = "safety_identifier", .kind = Plain::Kind::text},
    {.name = "service_tier", .kind = Plain::Kind::text},
    {.name = "prompt_cache_key", .kind = Plain::Kind::text},
    {.name = "verbosity", .kind = Plain::Kind::text},
    {.name = "logprobs", .kind = Plain::Kind::flag},
    {.name = "store", .kind = Plain::Kind::flag},
    {.name = "metadata", .kind = Plain::Kind::object},
    {.name = "logit_bias", .kind = Plain::Kind::object},
}};

/// Digits alone, and not so many that they could overflow.
bool is_whole(std::string_view raw, double low, double high) {
  constexpr std::size_t kDigitsMax = 15;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (raw.size() > kDigitsMax || !std::ranges::all_of(raw, is_digit)) return false;
  std::int64_t value = 0;
  std::from_chars(raw.data(), raw.data() + raw.size(), value);
  return static_cast<double>(value) >= low && static_cast<double>(value) <= high;
}

bool is_number(std::string_view raw, double low, double high) {
  double value = 0;
  const auto read = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  return read.ec == std::errc{} && value >= low && value <= high;
}

bool is_stops(std::string_view raw) {
  if (raw.starts_with('"')) return true;
  json::Cursor cursor(raw);
  std::size_t count = 0;
  RawString text;
  if (!cursor.open('[')) return false;
  while (cursor.element()) {
    if (!cursor.string(text) || ++count > kStopsMax) return false;
  }
  return !cursor.failed();
}

/// `raw` is well-formed.
bool is_plain(const Plain& plain, std::string_view raw) {
  if (raw == "null") return true;
  switch (plain.kind) {
    case Plain::Kind::text: return raw.starts_with('"');
    case Plain::Kind::flag: return raw == "true" || raw == "false";
    case Plain::Kind::number: return is_number(raw, plain.low, plain.high);
    case Plain::Kind::whole: return is_whole(raw, plain.low, plain.high);
    case Plain::Kind::any_number: return raw.front() == '-' || (raw[0] >= '0' && raw[0] <= '9');
    case Plain::Kind::object: return raw.starts_with('{');
    case Plain::Kind::stops: return is_stops(raw);
  }
  return false;
}

/// Members that may stand in an object once.
class Seen {
 public:
  /// False the second time.
  bool once(unsigned member) {
    const bool is_new = (members_ >> member & 1U) == 0;
    members_ |= 1U << member;
    return is_new;
  }
  bool has(unsigned member) const { return (members_ >> member & 1U) != 0; }

 private:
  unsigned members_ = 0;
};

/// Every function is false where what it reads is not of the usual sort.
class Look {
 public:
  explicit Look(std::string_view body) : cursor_(body) {}

  std::optional<dialects::Head> read() {
    head_.glance = {.wants_usage = false,
                    .may_hold_images = false,
                    .may_hold_tools = false,
                    .may_ask_for_schema = false};
    if (!cursor_.open('{')) return std::nullopt;
    for (RawString name; cursor_.member(name);) {
      if (name.has_escape || !member(name.inner)) return std::nullopt;
    }
    const bool is_whole = cursor_.at_end() && seen_.has(model) && seen_.has(messages);
    if (!is_whole || !is_rest_sound()) return std::nullopt;
    head_.glance.is_sound = true;
    head_.has_old_calls = head_.has_old_calls && !has_tools_;
    head_.glance.wants_usage = head_.include_usage;
    return std::move(head_);
  }

 private:
  enum Member : std::uint8_t { model, messages, stream, stream_options };

  bool member(std::string_view name) {
    if (name == "messages") return seen_.once(messages) && read_messages();
    if (name == "model") return seen_.once(model) && read_model();
    if (name == "stream") return seen_.once(stream) && read_flag(head_.is_stream);
    if (name == "stream_options") return seen_.once(stream_options) && read_options();
    return read_other(name);
  }

  bool read_model() {
    cursor_.peek();
    const auto at = cursor_.position();
    RawString text;
    if (!cursor_.string(text) || text.has_escape || text.inner.empty()) return false;
    head_.model = text.inner;
    head_.glance.model = {.at = static_cast<std::uint32_t>(at),
                          .size = static_cast<std::uint32_t>(text.inner.size() + 2)};
    return true;
  }

  bool read_flag(bool& flag) {
    flag = cursor_.peek() == 't';
    return cursor_.literal(flag ? "true" : cursor_.peek() == 'n' ? "null" : "false");
  }

  bool read_options() {
    head_.glance.has_options = true;
    if (cursor_.peek() == 'n') return cursor_.literal("null");
    Seen seen;
    if (!cursor_.open('{')) return false;
    for (RawString name; cursor_.member(name);) {
      if (name.has_escape) return false;
      const bool is_usage = name.inner == "include_usage";
      if (is_usage && !seen.once(0)) return false;
      if (!(is_usage ? read_flag(head_.include_usage) : cursor_.skip())) return false;
    }
    return !cursor_.failed();
  }

  /// A member that is judged by itself; kept for `check_request` where it takes more than a look.
  bool read_other(std::string_view name) {
    std::string_view raw;
    if (!cursor_.skip(raw)) return false;
    const auto* plain = std::ranges::find(kPlain, name, &Plain::name);
    if (plain != kPlain.end() && is_plain(*plain, raw)) return true;
    head_.glance.may_hold_tools |= name == "tools" || name == "functions";
    has_tools_ |= name == "tools" && raw != "null";
    head_.has_old_calls |= name == "functions" && raw != "null";
    head_.glance.may_ask_for_schema |= name == "response_format";
    rest_.append(",\"").append(name).append("\":").append(raw);
    return true;
  }

  /// Of those members none depends on the messages, so simpler ones can stand in for them.
  bool is_rest_sound() const {
    if (rest_.empty()) return true;
    std::string request = R"({"model":"m","messages":[{"role":"user","content":""}])";
    request.append(rest_).append("}");
    return check_request(request).has_value();
  }

  bool read_messages() {
    if (!cursor_.open('[')) return false;
    bool has_one = false;
    while (cursor_.element()) {
      if (!read_message()) return false;
      has_one = true;
    }
    return has_one && !cursor_.failed();
  }

  enum Part : std::uint8_t { role, content, name, tool_calls, tool_call_id, refusal, other };

  bool read_message() {
    if (!cursor_.open('{')) return false;
    Seen seen;
    std::string_view who;
    bool has_content = false;
    for (RawString key; cursor_.member(key);) {
      const auto part = key.has_escape ? other : part_of(key.inner);
      if (part == other || !seen.once(part)) return false;
      bool is_sound = false;
      switch (part) {
        case role: is_sound = read_role(who); break;
        case content: is_sound = read_content(has_content); break;
        case tool_calls: is_sound = read_calls(); break;
        case tool_call_id: is_sound = read_filled(); break;
        default: is_sound = read_text_or_null();
      }
      if (!is_sound) return false;
    }
    if (cursor_.failed() || who.empty()) return false;
    if (who == "assistant") return true;
    return has_content && (who != "tool" || seen.has(tool_call_id));
  }

  static Part part_of(std::string_view key) {
    switch (key.size()) {
      case 4: return key == "role" ? role : key == "name" ? name : other;
      case 7: return key == "content" ? content : key == "refusal" ? refusal : other;
      case 10: return key == "tool_calls" ? tool_calls : other;
      case 12: return key == "tool_call_id" ? tool_call_id : other;
      default: return other;
    }
  }

  /// `function`, the old name for `tool`, answers a call that stands before it: not looked for
  /// here.
  bool read_role(std::string_view& who) {
    RawString text;
    if (!cursor_.string(text) || text.has_escape) return false;
    who = text.inner;
    return who == "user" || who == "assistant" || who == "system" || who == "tool" ||
           who == "developer";
  }

  bool read_content(bool& has_content) {
    const char first = cursor_.peek();
    if (first == 'n') return cursor_.literal("null");
    has_content = true;
    RawString text;
    if (first == '"') return cursor_.string(text);
    if (!cursor_.open('[')) return false;
    while (cursor_.element()) {
      if (!read_text_part()) return false;
    }
    return !cursor_.failed();
  }

  bool read_text_part() {
    if (!cursor_.open('{')) return false;
    Seen seen;
    RawString text;
    for (RawString key; cursor_.member(key);) {
      if (key.has_escape) return false;
      if (key.inner == "type") {
        if (!seen.once(0) || !cursor_.string(text) || text.inner != "text") return false;
      } else if (key.inner == "text") {
        if (!seen.once(1) || !cursor_.string(text)) return false;
      } else if (key.inner != "cache_control" || !cursor_.skip()) {
        return false;
      }
    }
    return !cursor_.failed() && seen.has(0) && seen.has(1);
  }

  bool read_calls() {
    if (cursor_.peek() == 'n') return cursor_.literal("null");
    if (!cursor_.open('[')) return false;
    while (cursor_.element()) {
      if (!read_call()) return false;
    }
    return !cursor_.failed();
  }

  bool read_call() {
    if (!cursor_.open('{')) return false;
    Seen seen;
    RawString text;
    for (RawString key; cursor_.member(key);) {
      if (key.has_escape) return false;
      bool is_sound = false;
      if (key.inner == "id") is_sound = seen.once(0) && read_filled();
      if (key.inner == "function") is_sound = seen.once(1) && read_function();
      if (key.inner == "type") is_sound = cursor_.string(text) && text.inner == "function";
      if (!is_sound) return false;
    }
    return !cursor_.failed() && seen.has(0) && seen.has(1);
  }

  bool read_function() {
    if (!cursor_.open('{')) return false;
    Seen seen;
    RawString text;
    for (RawString key; cursor_.member(key);) {
      if (key.has_escape) return false;
      const bool is_name = key.inner == "name" && seen.once(0) && read_filled();
      if (!is_name && (key.inner != "arguments" || !cursor_.string(text))) return false;
    }
    return !cursor_.failed() && seen.has(0);
  }

  bool read_filled() {
    RawString text;
    return cursor_.string(text) && !text.inner.empty();
  }

  bool read_text_or_null() {
    RawString text;
    return cursor_.peek() == 'n' ? cursor_.literal("null") : cursor_.string(text);
  }

  json::Cursor cursor_;
  dialects::Head head_{};
  Seen seen_;
  std::string rest_;
  bool has_tools_ = false;
};

}  // namespace

std::optional<dialects::Head> glance(std::string_view body) { return Look(body).read(); }

}  // namespace quorum::openai_chat
