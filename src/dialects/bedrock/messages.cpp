#include "dialects/bedrock/messages.hpp"

#include <algorithm>

#include "dialects/bedrock/call_id.hpp"
#include "dialects/bedrock/media.hpp"
#include "json/value.hpp"

namespace quorum::bedrock {
namespace {

constexpr std::int64_t kHourS = 3600;

bool is_system(const llm::Message& message) {
  return message.role == llm::Role::system || message.role == llm::Role::developer;
}

/// Results of tools are said by the user's side.
std::string_view side(const llm::Message& message) {
  return message.role == llm::Role::assistant ? "assistant" : "user";
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

void write_text(json::Writer& writer, std::string_view text) {
  // A text of nothing is refused.
  if (!is_blank(text)) writer.object().key("text").string(text).end();
}

void write_object(json::Writer& writer, std::string_view arguments) {
  const auto document = json::Document::parse(arguments.empty() ? "{}" : arguments);
  if (document && document->root().is(json::Kind::object)) {
    writer.raw(document->root().raw());
  } else {
    writer.object().key("input").string(arguments).end();
  }
}

class MessagesWriter {
 public:
  MessagesWriter(json::Writer& writer, const llm::Chat& chat, std::string_view model,
                 dialects::Dropped& dropped)
      : writer_(writer),
        chat_(chat),
        is_claude_(model.find("anthropic") != model.npos || model.find("claude") != model.npos),
        dropped_(dropped) {}

  void write() {
    write_system();
    writer_.key("messages").array();
    std::string_view open;
    for (const auto& message : chat_.messages) {
      if (is_system(message)) continue;
      if (side(message) != open) {
        if (!open.empty()) writer_.end().end();
        open = side(message);
        writer_.object().key("role").string(open).key("content").array();
      }
      write_message(message);
    }
    if (!open.empty()) {
      if (chat_.cache) write_cache_point(writer_, *chat_.cache);
      writer_.end().end();
    }
    writer_.end();
  }

 private:
  void write_system() {
    if (!std::ranges::any_of(chat_.messages, is_system)) return;
    writer_.key("system").array();
    for (const auto& message : chat_.messages) {
      if (!is_system(message)) continue;
      dropped_.add_if(!message.name.empty(), "messages.name");
      for (const auto& part : message.parts) {
        if (const auto* text = part.as<llm::Text>()) {
          write_text(writer_, text->text);
        } else {
          dropped_.add("messages.content");
        }
        if (part.cache) write_cache_point(writer_, *part.cache);
      }
    }
    writer_.end();
  }

  void write_message(const llm::Message& message) {
    if (message.role == llm::Role::tool) {
      write_result(message);
      return;
    }
    dropped_.add_if(!message.name.empty(), "messages.name");
    for (const auto& part : message.parts) {
      write_part(part);
      if (part.cache) write_cache_point(writer_, *part.cache);
    }
  }

  void write_part(const llm::Part& part) {
    if (const auto* text = part.as<llm::Text>()) write_text(writer_, text->text);
    if (const auto* refusal = part.as<llm::Refusal>()) write_text(writer_, refusal->text);
    if (const auto* thought = part.as<llm::Reasoning>()) write_thought(*thought);
    if (const auto* call = part.as<llm::ToolCall>()) write_call(*call);
    write_media(part);
    const auto* opaque = part.as<llm::Opaque>();
    if (opaque == nullptr) return;
    if (opaque->dialect == llm::Dialect::bedrock) {
      writer_.raw(opaque->json);
    } else {
      dropped_.add("messages.content");
    }
  }

  void write_media(const llm::Part& part) {
    const auto* image = part.as<llm::Image>();
    if (image != nullptr && !write_image(writer_, *image)) {
      dropped_.add(dialects::name_of_untaken(*image));
    }
    const auto* audio = part.as<llm::Audio>();
    if (audio != nullptr && !write_audio(writer_, *audio)) dropped_.add("messages.input_audio");
    const auto* file = part.as<llm::File>();
    if (file != nullptr && !write_document(writer_, *file)) dropped_.add("messages.file");
  }

  /// Claude's signatures are good wherever Claude is served.
  bool is_ours(const llm::Seal& seal) const {
    return seal.maker == llm::Maker::amazon || (is_claude_ && seal.maker == llm::Maker::anthropic &&
                                                seal.form == llm::Seal::Form::signature);
  }

  /// Thoughts without a seal that their model made are refused.
  void write_thought(const llm::Reasoning& thought) {
    if (!thought.seal || !is_ours(*thought.seal)) {
      dropped_.add_if(!thought.text.empty(), "messages.reasoning");
      return;
    }
    writer_.object().key("reasoningContent").object();
    if (thought.seal->form == llm::Seal::Form::encrypted) {
      writer_.key("redactedContent").string(thought.seal->data);
    } else {
      writer_.key("reasoningText").object().key("text").string(thought.text);
      writer_.key("signature").string(thought.seal->data).end();
    }
    writer_.end().end();
  }

  void write_call(const llm::ToolCall& call) {
    writer_.object().key("toolUse").object();
    writer_.key("toolUseId").string(call_id(call.id)).key("name").string(call.name);
    writer_.key("input");
    write_object(writer_, call.arguments);
    writer_.end().end();
  }

  void write_result(const llm::Message& message) {
    writer_.object().key("toolResult").object();
    writer_.key("toolUseId").string(call_id(message.tool_call_id)).key("content").array();
    const llm::CacheHint* cache = nullptr;
    for (const auto& part : message.parts) {
      if (part.cache) cache = &*part.cache;
      if (const auto* text = part.as<llm::Text>()) {
        write_text(writer_, text->text);
      } else if (part.as<llm::Image>() != nullptr || part.as<llm::File>() != nullptr) {
        write_media(part);
      } else {
        dropped_.add("messages.content");
      }
    }
    writer_.end();
    if (message.is_tool_error) writer_.key("status").string("error");
    writer_.end().end();
    if (cache != nullptr) write_cache_point(writer_, *cache);
  }

  json::Writer& writer_;
  const llm::Chat& chat_;
  bool is_claude_;
  dialects::Dropped& dropped_;
};

}  // namespace

void write_messages(json::Writer& writer, const llm::Chat& chat, std::string_view model,
                    dialects::Dropped& dropped) {
  MessagesWriter{writer, chat, model, dropped}.write();
}

void write_cache_point(json::Writer& writer, const llm::CacheHint& hint) {
  writer.object().key("cachePoint").object().key("type").string("default");
  if (hint.ttl_s && *hint.ttl_s >= kHourS) writer.key("ttl").string("1h");
  writer.end().end();
}

bool speaks_of_tools(const llm::Chat& chat) {
  return std::ranges::any_of(chat.messages, [](const auto& message) {
    return message.role == llm::Role::tool || !message.tool_calls().empty();
  });
}

}  // namespace quorum::bedrock
