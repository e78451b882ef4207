#include "dialects/openai_chat/message_writer.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "dialects/openai_chat/authored.hpp"
#include "dialects/openai_chat/part_writer.hpp"
#include "dialects/openai_chat/thoughts.hpp"
#include "json/value.hpp"

namespace quorum::openai_chat {
namespace {

using llm::Role;
using Quirks = dialects::OpenAiQuirks;
using Told = Quirks::Thoughts;
using Parts = std::vector<const llm::Part*>;

bool has_words(const std::vector<const llm::Reasoning*>& thoughts) {
  return std::ranges::any_of(thoughts, [](const auto* thought) { return !thought->text.empty(); });
}

/// What a tool may answer with only where the vendor says so.
bool is_media(const llm::Part& part) {
  const auto* file = part.as<llm::File>();
  return part.as<llm::Image>() != nullptr || part.as<llm::Audio>() != nullptr ||
         (file != nullptr && file->source != llm::Source{});
}

bool is_nine_alphanumerics(std::string_view id) {
  return id.size() == 9 && std::ranges::all_of(id, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

/// Nine characters that are the same for the same id, in a call and in its answer.
std::string nine_alphanumerics(std::string_view id) {
  constexpr std::string_view kDigits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a.
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  std::string made;
  for (int i = 0; i < 9; ++i, hash /= kDigits.size()) made += kDigits[hash % kDigits.size()];
  return made;
}

class MessageWriter {
 public:
  MessageWriter(json::Writer& writer, const Quirks& quirks, Drops& drops)
      : writer_(writer), quirks_(quirks), drops_(drops) {}

  void write(const std::vector<llm::Message>& messages) {
    for (const auto& message : messages) {
      if (message.role != Role::tool) flush_media();
      write(message, &message == &messages.back());
    }
    flush_media();
  }

 private:
  std::string_view role(Role role) const {
    switch (role) {
      case Role::system: return "system";
      case Role::developer: return quirks_.takes_developer ? "developer" : "system";
      case Role::user: return "user";
      case Role::assistant: return "assistant";
      case Role::tool: return "tool";
    }
    return "user";
  }

  std::string call_id(const std::string& id) const {
    const bool is_strict = quirks_.tool_ids == Quirks::ToolIds::nine_alphanumerics;
    return is_strict && !is_nine_alphanumerics(id) ? nine_alphanumerics(id) : id;
  }

  void write(const llm::Message& message, bool is_last) {
    writer_.object().key("role").string(role(message.role));
    writer_.key("content");
    write_content(message);
    if (!message.name.empty() && message.role != Role::tool && drops_.takes("messages.name")) {
      writer_.key("name").string(message.name);
    }
    if (message.role == Role::assistant) write_said(message);
    if (message.role == Role::tool) {
      writer_.key("tool_call_id").string(call_id(message.tool_call_id));
      if (message.is_tool_error) drops_.add("messages.is_error");
    }
    if (is_last && message.role == Role::assistant && quirks_.marks_prefill) {
      writer_.key("prefix").boolean(true);
    }
    writer_.end();
  }

  /// The parts that stand in the content; pictures of tools wait for a message of their own.
  Parts content_of(const llm::Message& message) {
    const bool is_tool = message.role == Role::tool;
    Parts parts;
    for (const auto& part : message.parts) {
      if (!has_place(part, quirks_, drops_)) continue;
      if (is_tool && is_media(part) && !quirks_.takes_tool_media) {
        media_.push_back(&part);
      } else if (part.as<llm::Refusal>() == nullptr) {
        parts.push_back(&part);
      }
    }
    return parts;
  }

  /// A string wherever one will do: not every vendor takes parts.
  void write_content(const llm::Message& message) {
    const auto parts = content_of(message);
    if (parts.empty()) {
      const bool is_silent = message.role == Role::assistant && !message.parts.empty();
      is_silent ? writer_.null() : writer_.string("");
      return;
    }
    const auto* only = parts.size() == 1 ? parts.front()->as<llm::Text>() : nullptr;
    const bool is_marked = parts.front()->cache && quirks_.cache_marks != Quirks::CacheMarks::none;
    if (only != nullptr && !is_marked) {
      if (parts.front()->cache) drops_.add("messages.prompt_cache_breakpoint");
      writer_.string(only->text);
      return;
    }
    writer_.array();
    for (const auto* part : parts) write_part(writer_, *part, quirks_, drops_);
    writer_.end();
  }

  /// What stands beside the content of an assistant's message.
  void write_said(const llm::Message& message) {
    std::vector<const llm::Reasoning*> thoughts;
    const llm::Text* sealed = nullptr;
    std::string refusal;
    for (const auto& part : message.parts) {
      if (const auto* thought = part.as<llm::Reasoning>()) thoughts.push_back(thought);
      if (const auto* said = part.as<llm::Refusal>()) refusal += said->text;
      if (const auto* opaque = part.as<llm::Opaque>()) write_members(*opaque);
      const auto* text = part.as<llm::Text>();
      if (text == nullptr) continue;
      if (text->seal) sealed = text;
      if (!text->citations.empty()) drops_.add("messages.annotations");
    }
    if (!refusal.empty()) writer_.key("refusal").string(refusal);
    const auto calls = message.tool_calls();
    write_thoughts(thoughts, calls);
    if (sealed != nullptr) write_seal(*sealed->seal);
    write_calls(message);
  }

  /// An `Opaque` that is no part of the content, as a spoken answer's `audio`.
  void write_members(const llm::Opaque& opaque) {
    if (opaque.dialect != llm::Dialect::openai_chat) return;
    const auto document = json::Document::parse(opaque.json);
    if (!document || document->root()["type"]) return;
    for (const auto member : document->root()) writer_.key(member.key()).raw(member.raw());
  }

  /// A seal is of use to its maker only: to leave it out elsewhere loses nothing.
  void write_seal(const llm::Seal& seal) {
    const bool is_taken = quirks_.takes_google_seals && seal.maker == llm::Maker::google;
    if (is_taken) write_google_seal(writer_, seal);
  }

  void write_thoughts(const std::vector<const llm::Reasoning*>& thoughts,
                      const std::vector<const llm::ToolCall*>& calls) {
    const auto has_seal = [](const llm::ToolCall* call) { return call->seal.has_value(); };
    const bool has_seals = std::ranges::any_of(calls, has_seal);
    if (thoughts.empty() && !has_seals) return;
    switch (quirks_.thoughts) {
      case Told::untold:
        if (has_words(thoughts)) drops_.add("messages.reasoning");
        break;
      case Told::reasoning_content: write_words("reasoning_content", thoughts); break;
      case Told::reasoning: write_words("reasoning", thoughts); break;
      case Told::details: write_details(thoughts, calls); break;
      case Told::thinking_blocks: write_blocks(thoughts); break;
      case Told::content_parts: break;  // They are told with the content.
    }
  }

  void write_words(std::string_view name, const std::vector<const llm::Reasoning*>& thoughts) {
    std::string words;
    for (const auto* thought : thoughts) words += thought->text;
    if (!words.empty()) writer_.key(name).string(words);
  }

  void write_details(const std::vector<const llm::Reasoning*>& thoughts,
                     const std::vector<const llm::ToolCall*>& calls) {
    std::size_t index = 0;
    writer_.key("reasoning_details").array();
    for (const auto* thought : thoughts) write_detail(writer_, *thought, index++);
    for (const auto* call : calls) {
      if (call->seal) write_call_detail(writer_, *call->seal, call_id(call->id), index++);
    }
    writer_.end();
  }

  void write_blocks(const std::vector<const llm::Reasoning*>& thoughts) {
    std::string words;
    for (const auto* thought : thoughts) words += thought->text;
    if (!words.empty()) writer_.key("reasoning_content").string(words);
    const auto is_own = [](const llm::Reasoning* thought) {
      return thought->seal && thought->seal->maker == llm::Maker::anthropic;
    };
    if (std::ranges::none_of(thoughts, is_own)) return;
    writer_.key("thinking_blocks").array();
    for (const auto* thought : thoughts) {
      if (is_own(thought)) write_thinking_block(writer_, *thought);
    }
    writer_.end();
  }

  void write_calls(const llm::Message& message) {
    bool is_begun = false;
    for (const auto& part : message.parts) {
      const auto* call = part.as<llm::ToolCall>();
      if (call == nullptr) continue;
      if (!is_begun) writer_.key("tool_calls").array();
      is_begun = true;
      write_call(*call, part);
    }
    if (is_begun) writer_.end();
  }

  void write_call(const llm::ToolCall& call, const llm::Part& part) {
    const bool is_custom = call.kind == llm::ToolCall::Kind::custom && quirks_.takes_custom_tools;
    writer_.object().key("id").string(call_id(call.id));
    writer_.key("type").string(is_custom ? "custom" : "function");
    writer_.key(is_custom ? "custom" : "function").object().key("name").string(call.name);
    writer_.key(is_custom ? "input" : "arguments").string(arguments_of(call)).end();
    const bool is_in_details = quirks_.thoughts == Told::details;
    if (call.seal && !is_in_details) write_seal(*call.seal);
    if (quirks_.cache_marks == Quirks::CacheMarks::cache_control) {
      write_cache_hint(writer_, part.cache, quirks_, drops_);
    } else if (part.cache) {
      drops_.add("messages.prompt_cache_breakpoint");
    }
    writer_.end();
  }

  /// Free text becomes JSON where the vendor knows no other arguments.
  std::string arguments_of(const llm::ToolCall& call) const {
    const bool is_custom = call.kind == llm::ToolCall::Kind::custom;
    if (!is_custom || quirks_.takes_custom_tools) return call.arguments;
    std::string json;
    json::Writer{json}.object().key("input").string(call.arguments).end();
    return json;
  }

  /// The pictures that tools answered with: most vendors take them only from a user.
  void flush_media() {
    if (media_.empty()) return;
    writer_.object().key("role").string("user").key("content").array();
    for (const auto* part : media_) write_part(writer_, *part, quirks_, drops_);
    writer_.end().end();
    media_.clear();
  }

  json::Writer& writer_;
  const Quirks& quirks_;
  Drops& drops_;
  Parts media_;
};

}  // namespace

void write_messages(json::Writer& writer, const llm::Chat& chat, const Quirks& quirks,
                    Drops& drops) {
  writer.key("messages").array();
  MessageWriter{writer, quirks, drops}.write(chat.messages);
  writer.end();
}

void write_cache_hint(json::Writer& writer, const std::optional<llm::CacheHint>& hint,
                      const Quirks& quirks, Drops& drops) {
  // The steps that are sold: OpenAI's 30 minutes and 12 hours, Anthropic's 5 minutes and an hour.
  constexpr std::int64_t kHalfHour = 1800;
  constexpr std::int64_t kFiveMinutes = 300;
  if (!hint) return;
  switch (quirks.cache_marks) {
    case Quirks::CacheMarks::none: drops.add("messages.prompt_cache_breakpoint"); break;
    case Quirks::CacheMarks::breakpoint:
      writer.key("prompt_cache_breakpoint").object().key("mode").string("explicit");
      if (hint->ttl_s) writer.key("ttl").string(*hint->ttl_s <= kHalfHour ? "30m" : "12h");
      writer.end();
      break;
    case Quirks::CacheMarks::cache_control:
      writer.key("cache_control").object().key("type").string("ephemeral");
      if (hint->ttl_s) writer.key("ttl").string(*hint->ttl_s <= kFiveMinutes ? "5m" : "1h");
      writer.end();
      break;
  }
}

}  // namespace quorum::openai_chat
