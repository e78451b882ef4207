#include "dialects/openai_responses/messages.hpp"

#include <span>
#include <string_view>
#include <utility>

#include "dialects/openai_responses/annotation.hpp"

namespace quorum::openai_responses {
namespace {

std::string_view role_name(llm::Role role) {
  switch (role) {
    case llm::Role::system: return "system";
    case llm::Role::developer: return "developer";
    case llm::Role::assistant: return "assistant";
    case llm::Role::user:
    case llm::Role::tool: return "user";
  }
  return "user";
}

/// What a file without a name is called: OpenAI asks for one beside the bytes.
std::string file_name(const llm::File& file) {
  if (!file.name.empty()) return file.name;
  const std::string_view type = file.source.media_type;
  const auto slash = type.find('/');
  const bool is_plain = type == "text/plain" || slash == type.npos;
  if (type == "application/pdf" || type.empty()) return "file.pdf";
  return std::string{"file."}.append(is_plain ? "txt" : type.substr(slash + 1));
}

bool is_custom(const llm::Chat& chat, std::string_view call_id) {
  for (const auto& message : chat.messages) {
    for (const auto* call : message.tool_calls()) {
      if (call->id == call_id) return call->kind == llm::ToolCall::Kind::custom;
    }
  }
  return false;
}

class ItemWriter {
 public:
  ItemWriter(json::Writer& writer, const llm::Chat& chat, const ItemRules& rules,
             dialects::Dropped& dropped)
      : writer_(writer), chat_(chat), rules_(rules), dropped_(dropped) {}

  void write() {
    writer_.array();
    for (const auto& message : chat_.messages) {
      if (!message.name.empty()) dropped_.add("messages.name");
      switch (message.role) {
        case llm::Role::assistant: write_assistant(message); break;
        case llm::Role::tool: write_output(message); break;
        default: write_message(message);
      }
    }
    writer_.end();
  }

 private:
  static bool is_plain(const llm::Message& message) {
    return message.parts.size() == 1 && message.parts[0].as<llm::Text>() != nullptr &&
           !message.parts[0].cache;
  }

  void write_message(const llm::Message& message) {
    writer_.object().key("role").string(role_name(message.role)).key("content");
    is_plain(message) ? void(writer_.string(message.text())) : write_parts(message);
    writer_.end();
  }

  void write_output(const llm::Message& message) {
    if (message.is_tool_error) dropped_.add("messages.is_error");
    const bool is_of_custom = is_custom(chat_, message.tool_call_id);
    writer_.object().key("type").string(is_of_custom ? "custom_tool_call_output"
                                                     : "function_call_output");
    writer_.key("call_id").string(message.tool_call_id).key("output");
    const bool is_string = message.parts.empty() || is_plain(message);
    is_string ? void(writer_.string(message.text())) : write_parts(message);
    writer_.end();
  }

  void write_parts(const llm::Message& message) {
    writer_.array();
    for (const auto& part : message.parts) {
      if (const auto* text = part.as<llm::Text>()) {
        open("input_text", part).key("text").string(text->text).end();
      } else if (const auto* image = part.as<llm::Image>()) {
        write_image(*image, part);
      } else if (const auto* file = part.as<llm::File>()) {
        write_file(*file, part);
      } else if (const auto* refusal = part.as<llm::Refusal>()) {
        open("input_text", part).key("text").string(refusal->text).end();
      } else if (const auto* opaque = part.as<llm::Opaque>()) {
        write_opaque(*opaque);
      } else {
        const bool is_audio = part.as<llm::Audio>() != nullptr;
        dropped_.add(is_audio ? "messages.input_audio" : "messages.content");
      }
    }
    writer_.end();
  }

  json::Writer& open(std::string_view type, const llm::Part& part) {
    writer_.object().key("type").string(type);
    if (part.cache && !rules_.marks_cache) {
      dropped_.add("messages.prompt_cache_breakpoint");
    } else if (part.cache) {
      writer_.key("prompt_cache_breakpoint").object().key("mode").string("explicit").end();
    }
    return writer_;
  }

  void write_image(const llm::Image& image, const llm::Part& part) {
    open("input_image", part);
    const auto& source = image.source;
    const bool has_url = !source.url.empty() || !source.data.empty();
    if (has_url) writer_.key("image_url").string(llm::url_of(source));
    if (!source.file_id.empty()) writer_.key("file_id").string(source.file_id);
    writer_.key("detail").string(image.detail.empty() ? "auto" : image.detail).end();
  }

  void write_file(const llm::File& file, const llm::Part& part) {
    if (file.wants_citations) dropped_.add("messages.file.citations");
    if (file.source == llm::Source{}) {
      write_document(file, part);
      return;
    }
    if (!file.context.empty()) dropped_.add("messages.file.context");
    open("input_file", part);
    const auto& source = file.source;
    if (!source.file_id.empty()) {
      writer_.key("file_id").string(source.file_id);
    } else if (!source.url.empty()) {
      writer_.key("file_url").string(source.url);
    } else {
      auto typed = source;
      if (typed.media_type.empty()) typed.media_type = "application/pdf";
      writer_.key("filename").string(file_name(file));
      writer_.key("file_data").string(llm::url_of(typed));
    }
    writer_.end();
  }

  /// A document that is text already is told as text, under its name.
  void write_document(const llm::File& file, const llm::Part& part) {
    std::string text;
    for (const auto* line : {&file.name, &file.context}) {
      if (!line->empty()) text.append(*line).append("\n\n");
    }
    open("input_text", part).key("text").string(text + file.text).end();
  }

  void write_opaque(const llm::Opaque& opaque) {
    if (opaque.dialect == llm::Dialect::openai_responses) {
      writer_.raw(opaque.json);
      return;
    }
    dropped_.add("messages.content");
  }

  /// Runs of words become one message item, everything else an item each.
  void write_assistant(const llm::Message& message) {
    const std::span parts{message.parts};
    for (std::size_t at = 0; at < parts.size();) {
      std::size_t end = at;
      while (end < parts.size() && is_words(parts[end])) ++end;
      if (end > at) {
        write_words(parts.subspan(at, end - at));
        at = end;
      } else {
        write_item(parts[at++]);
      }
    }
  }

  static bool is_words(const llm::Part& part) {
    return part.as<llm::Text>() != nullptr || part.as<llm::Refusal>() != nullptr;
  }

  void write_words(std::span<const llm::Part> parts) {
    const auto* text = parts.front().as<llm::Text>();
    if (parts.size() == 1 && text != nullptr && text->citations.empty()) {
      writer_.object().key("role").string("assistant").key("content").string(text->text).end();
      return;
    }
    // The long form, whose every member the schema demands.
    writer_.object().key("type").string("message").key("role").string("assistant");
    writer_.key("id").string("msg_" + std::to_string(++made_));
    writer_.key("status").string("completed").key("content").array();
    for (const auto& part : parts) write_said(part);
    writer_.end().end();
  }

  void write_said(const llm::Part& part) {
    if (const auto* refusal = part.as<llm::Refusal>()) {
      writer_.object().key("type").string("refusal").key("refusal").string(refusal->text).end();
      return;
    }
    const auto* text = part.as<llm::Text>();
    writer_.object().key("type").string("output_text").key("text").string(text->text);
    writer_.key("annotations").array();
    for (const auto& citation : text->citations) write_annotation(writer_, citation, 0);
    writer_.end().key("logprobs").array().end().end();
  }

  void write_item(const llm::Part& part) {
    if (const auto* call = part.as<llm::ToolCall>()) {
      write_call(*call);
    } else if (const auto* reasoning = part.as<llm::Reasoning>()) {
      write_reasoning(*reasoning);
    } else if (const auto* opaque = part.as<llm::Opaque>()) {
      write_opaque(*opaque);
    } else if (part.as<llm::Image>() != nullptr) {
      dropped_.add("messages.assistant.image");
    } else {
      dropped_.add("messages.assistant.content");
    }
  }

  void write_call(const llm::ToolCall& call) {
    const bool is_free = call.kind == llm::ToolCall::Kind::custom;
    writer_.object().key("type").string(is_free ? "custom_tool_call" : "function_call");
    writer_.key("call_id").string(call.id).key("name").string(call.name);
    writer_.key(is_free ? "input" : "arguments").string(call.arguments).end();
  }

  /// What its maker sealed. Nobody else's seal opens, and OpenAI refuses thoughts without one.
  void write_reasoning(const llm::Reasoning& reasoning) {
    const auto& seal = reasoning.seal;
    const bool is_own =
        seal && seal->maker == rules_.maker && seal->form == llm::Seal::Form::encrypted;
    if (is_own || (rules_.takes_thoughts && !reasoning.text.empty())) {
      write_thoughts(reasoning.text, is_own ? &*seal : nullptr);
    } else if (!reasoning.text.empty()) {
      dropped_.add("messages.reasoning");
    }
  }

  void write_thoughts(std::string_view text, const llm::Seal* seal) {
    writer_.object().key("type").string("reasoning");
    // OpenAI checks that seal and id belong together, so none is made up.
    if (seal != nullptr && !seal->id.empty()) writer_.key("id").string(seal->id);
    const auto name = seal != nullptr ? "summary" : "content";
    const auto type = seal != nullptr ? "summary_text" : "reasoning_text";
    if (seal == nullptr) writer_.key("summary").array().end();
    writer_.key(name).array();
    if (!text.empty()) writer_.object().key("type").string(type).key("text").string(text).end();
    writer_.end();
    if (seal != nullptr) writer_.key("encrypted_content").string(seal->data);
    writer_.end();
  }

  json::Writer& writer_;
  const llm::Chat& chat_;
  const ItemRules& rules_;
  dialects::Dropped& dropped_;
  int made_ = 0;
};

}  // namespace

void write_input(json::Writer& writer, const llm::Chat& chat, const ItemRules& rules,
                 dialects::Dropped& dropped) {
  ItemWriter{writer, chat, rules, dropped}.write();
}

}  // namespace quorum::openai_responses
