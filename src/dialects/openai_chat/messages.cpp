#include "dialects/openai_chat/messages.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/openai_chat/annotations.hpp"
#include "dialects/openai_chat/parts.hpp"
#include "dialects/openai_chat/text.hpp"
#include "dialects/openai_chat/thoughts.hpp"
#include "dialects/openai_chat/tool_calls.hpp"
#include "json/writer.hpp"

namespace quorum::openai_chat {
namespace {

using dialects::element;
using dialects::is_given;
using dialects::join;
using dialects::missing;
using dialects::Object;
using dialects::wrong;
using json::Kind;
using llm::Role;

struct RoleWord {
  std::string_view word;
  Role role;
};

// `function` is how `tool` was called before.
constexpr std::array<RoleWord, 6> kRoles{{{"system", Role::system},
                                          {"developer", Role::developer},
                                          {"user", Role::user},
                                          {"assistant", Role::assistant},
                                          {"tool", Role::tool},
                                          {"function", Role::tool}}};

class MessageReader {
 public:
  /// `before` are the messages read so far.
  MessageReader(const Object& object, const std::vector<llm::Message>& before)
      : object_(object), before_(before) {}

  Result<llm::Message> read() {
    QUORUM_CHECK(read_role());
    QUORUM_TRY(message_.name, object_.text("name"));
    if (message_.role == Role::assistant) QUORUM_CHECK(read_thoughts());
    QUORUM_CHECK(read_content());
    if (message_.role == Role::assistant) QUORUM_CHECK(read_what_else_was_said());
    if (message_.role == Role::tool) QUORUM_CHECK(read_answered_call());
    // OpenRouter also takes the mark on the message.
    if (auto hint = read_cache_hint(object_.value); hint && !message_.parts.empty()) {
      message_.parts.back().cache = hint;
    }
    return std::move(message_);
  }

 private:
  Result<> read_role() {
    constexpr std::string_view kExpected = "one of system, developer, user, assistant, tool";
    QUORUM_TRY(const auto word, object_.needed_text("role", kExpected));
    const auto* role = std::ranges::find(kRoles, word, &RoleWord::word);
    if (role == kRoles.end()) return wrong(object_.path("role"), kExpected);
    message_.role = role->role;
    is_old_ = word == "function";
    return {};
  }

  Result<> read_thoughts() {
    auto thoughts = openai_chat::read_thoughts(object_.value);
    for (auto& thought : thoughts.blocks) add(std::move(thought));
    elsewhere_ = std::move(thoughts.elsewhere);
    return {};
  }

  Result<> read_content() {
    constexpr std::string_view kExpected = "a string or an array of parts";
    const auto content = object_.value["content"];
    if (const auto text = content.string()) {
      // An assistant that only called or refused is often given an empty text.
      const bool is_silent = text->empty() && message_.role == Role::assistant &&
                             (!message_.parts.empty() || says_more());
      if (!is_silent) message_.parts.push_back(llm::text_part(std::string{*text}));
      return {};
    }
    if (!is_given(content)) {
      // An assistant may have said nothing but calls.
      if (message_.role == Role::assistant) return {};
      return missing(object_.path("content"), kExpected);
    }
    if (!content.is(Kind::array)) return wrong(object_.path("content"), kExpected);
    std::size_t index = 0;
    for (const auto value : content) {
      QUORUM_TRY(const auto part, element(value, join(object_.path("content"), index++)));
      QUORUM_TRY(auto read, read_part(part));
      read.cache = read_cache_hint(part.value);
      message_.parts.push_back(std::move(read));
    }
    return {};
  }

  bool says_more() const {
    const auto& value = object_.value;
    return value["tool_calls"].size() > 0 || value["function_call"].is(Kind::object) ||
           !text(value["refusal"]).empty() || value["audio"].is(Kind::object);
  }

  Result<> read_what_else_was_said() {
    read_text_extras();
    QUORUM_TRY(auto refusal, object_.text("refusal"));
    if (!refusal.empty()) add(llm::Refusal{.text = std::move(refusal)});
    for (const auto image : object_.value["images"]) {
      const auto url = text(image["image_url"]["url"]);
      if (!url.empty()) add(llm::Image{.source = llm::source_of(std::string{url})});
    }
    QUORUM_CHECK(read_calls());
    read_old_call();
    if (const auto audio = object_.value["audio"]; audio.is(Kind::object)) {
      std::string json;
      json::Writer{json}.object().key("audio").raw(audio.raw()).end();
      add(llm::Opaque{.dialect = llm::Dialect::openai_chat, .json = std::move(json)});
    }
    return {};
  }

  /// What stands beside the content and belongs to its text.
  void read_text_extras() {
    auto seal = read_google_seal(object_.value);
    for (auto& loose : elsewhere_) {
      if (loose.id.empty() && !seal) seal = std::move(loose);
    }
    auto citations = read_annotations(object_.value["annotations"]);
    if (!seal && citations.empty()) return;
    auto* text = last_text();
    if (text == nullptr) {
      message_.parts.push_back(llm::text_part(""));
      text = last_text();
    }
    text->seal = std::move(seal);
    text->citations = std::move(citations);
  }

  llm::Text* last_text() {
    for (auto part = message_.parts.rbegin(); part != message_.parts.rend(); ++part) {
      if (auto* text = std::get_if<llm::Text>(&part->content)) return text;
    }
    return nullptr;
  }

  Result<> read_calls() {
    QUORUM_TRY(const auto calls, object_.array("tool_calls"));
    std::size_t index = 0;
    for (const auto value : calls) {
      QUORUM_TRY(const auto call, element(value, join(object_.path("tool_calls"), index++)));
      QUORUM_TRY(auto id, call.needed_text("id", "the id that the model gave it"));
      const auto* kind = call.value["custom"].is(Kind::object) ? "custom" : "function";
      QUORUM_TRY(const auto named, call.needed_object(kind, "an object"));
      QUORUM_CHECK(named.needed_text("name", "a function's name"));
      llm::ToolCallDelta read;
      read_call(call.value, read);
      add_call(std::move(id), std::move(read));
      message_.parts.back().cache = read_cache_hint(call.value);
    }
    return {};
  }

  void read_old_call() {
    const auto function = object_.value["function_call"];
    if (!function.is(Kind::object)) return;
    add_call(old_id(before_.size()),
             {.name = copy(function["name"]), .arguments = copy(function["arguments"])});
  }

  void add_call(std::string id, llm::ToolCallDelta read) {
    for (auto& seal : elsewhere_) {
      if (seal.id == id) read.seal = llm::Seal{.maker = seal.maker, .data = std::move(seal.data)};
    }
    add(llm::ToolCall{.id = std::move(id),
                      .name = std::move(read.name),
                      .arguments = std::move(read.arguments),
                      .kind = read.kind,
                      .seal = std::move(read.seal)});
  }

  /// The old form has no ids: a call is answered by the next message that bears its name.
  static std::string old_id(std::size_t message) { return "call_" + std::to_string(message); }

  Result<> read_answered_call() {
    if (!is_old_) {
      QUORUM_TRY(message_.tool_call_id,
                 object_.needed_text("tool_call_id", "the id of the call that this answers"));
      return {};
    }
    for (auto message = before_.rbegin(); message != before_.rend(); ++message) {
      for (const auto* call : message->tool_calls()) {
        if (call->name != message_.name) continue;
        message_.tool_call_id = call->id;
        return {};
      }
    }
    return wrong(object_.path("name"), "the name of a function that was called before");
  }

  template <typename Content>
  void add(Content content) {
    message_.parts.push_back({.content = std::move(content)});
  }

  const Object& object_;
  const std::vector<llm::Message>& before_;
  llm::Message message_;
  std::vector<llm::Seal> elsewhere_;
  bool is_old_ = false;
};

/// `30m`, `12h`, `5m` … in seconds.
std::optional<std::int64_t> seconds_in(std::string_view text) {
  if (text.empty() || text.size() > 6) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : text.substr(0, text.size() - 1)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  switch (text.back()) {
    case 's': return number;
    case 'm': return number * 60;
    case 'h': return number * 3600;
    default: return std::nullopt;
  }
}

}  // namespace

Result<std::vector<llm::Message>> read_messages(const Object& root) {
  if (!is_given(root.value["messages"])) {
    return missing("messages", "an array of at least one message");
  }
  QUORUM_TRY(const auto values, root.array("messages"));
  if (values.size() == 0) return wrong("messages", "an array of at least one message");
  std::vector<llm::Message> messages;
  for (const auto value : values) {
    QUORUM_TRY(const auto object, element(value, join("messages", messages.size())));
    QUORUM_TRY(auto message, MessageReader(object, messages).read());
    messages.push_back(std::move(message));
  }
  return messages;
}

std::optional<llm::CacheHint> read_cache_hint(json::Value value) {
  for (const auto* name : {"prompt_cache_breakpoint", "cache_control"}) {
    const auto mark = value[name];
    if (mark.is(Kind::object)) return llm::CacheHint{.ttl_s = seconds_in(text(mark["ttl"]))};
  }
  return std::nullopt;
}

}  // namespace quorum::openai_chat
