#include "dialects/openai_chat/spelling.hpp"

#include "json/writer.hpp"

namespace quorum::openai_chat {
namespace {

class RequestWriter {
 public:
  RequestWriter(std::string& out, const Spelling& spelling) : writer_(out), spelling_(spelling) {}

  void write(const llm::Chat& chat, std::string_view model, Delivery delivery) {
    writer_.object().key("model").string(model).key("messages").array();
    for (std::size_t i = 0; i < chat.messages.size(); ++i) {
      write_message(chat.messages[i], i + 1 == chat.messages.size());
    }
    writer_.end();
    write_sampling(chat);
    write_limits(chat);
    write_tools(chat);
    if (chat.format) write_format(*chat.format);
    if (chat.thinking && !chat.thinking->effort.empty()) {
      writer_.key("reasoning_effort").string(chat.thinking->effort);
    }
    if (chat.logprobs && !spelling_.refuses_sampling) {
      writer_.key("logprobs").boolean(true);
      if (chat.top_logprobs > 0) writer_.key("top_logprobs").number(chat.top_logprobs);
    }
    if (delivery == Delivery::streamed) write_stream();
    writer_.end();
  }

 private:
  std::string_view role(llm::Role role) const {
    switch (role) {
      case llm::Role::system: return "system";
      case llm::Role::developer: return spelling_.takes_developer ? "developer" : "system";
      case llm::Role::user: return "user";
      case llm::Role::assistant: return "assistant";
      case llm::Role::tool: return "tool";
    }
    return "user";
  }

  void write_message(const llm::Message& message, bool is_last) {
    writer_.object().key("role").string(role(message.role));
    writer_.key("content");
    write_content(message);
    if (!message.name.empty()) writer_.key("name").string(message.name);
    const auto calls = message.tool_calls();
    if (!calls.empty()) write_calls(calls);
    if (!message.tool_call_id.empty()) writer_.key("tool_call_id").string(message.tool_call_id);
    if (is_last && message.role == llm::Role::assistant && spelling_.marks_prefill) {
      writer_.key("prefix").boolean(true);
    }
    writer_.end();
  }

  /// A string wherever one will do: not every vendor takes parts.
  void write_content(const llm::Message& message) {
    std::size_t images = 0;
    std::size_t texts = 0;
    for (const auto& part : message.parts) {
      if (part.as<llm::Image>() != nullptr) ++images;
      if (part.as<llm::Text>() != nullptr) ++texts;
    }
    if (texts + images == 0 && !message.parts.empty()) {
      writer_.null();
      return;
    }
    if (images == 0 && texts < 2) {
      writer_.string(message.text());
      return;
    }
    writer_.array();
    for (const auto& part : message.parts) {
      if (const auto* image = part.as<llm::Image>()) write_image(*image);
      if (const auto* text = part.as<llm::Text>()) {
        writer_.object().key("type").string("text").key("text").string(text->text).end();
      }
    }
    writer_.end();
  }

  void write_image(const llm::Image& image) {
    writer_.object().key("type").string("image_url").key("image_url").object();
    writer_.key("url").string(llm::url_of(image.source));
    if (!image.detail.empty()) writer_.key("detail").string(image.detail);
    writer_.end().end();
  }

  void write_calls(const std::vector<const llm::ToolCall*>& calls) {
    writer_.key("tool_calls").array();
    for (const auto* call : calls) {
      writer_.object().key("id").string(call->id).key("type").string("function");
      writer_.key("function").object().key("name").string(call->name);
      writer_.key("arguments").string(call->arguments).end().end();
    }
    writer_.end();
  }

  void write(std::string_view name, const std::optional<double>& value) {
    if (value) writer_.key(name).number(*value);
  }
  void write(std::string_view name, const std::optional<std::int64_t>& value) {
    if (value) writer_.key(name).number(*value);
  }
  void write(std::string_view name, const std::optional<bool>& value) {
    if (value) writer_.key(name).boolean(*value);
  }

  void write_sampling(const llm::Chat& chat) {
    if (!spelling_.refuses_sampling) {
      write("temperature", chat.temperature);
      write("top_p", chat.top_p);
      write("frequency_penalty", chat.frequency_penalty);
      write("presence_penalty", chat.presence_penalty);
    }
    if (spelling_.takes_more_sampling) {
      write("top_k", chat.top_k);
      write("min_p", chat.min_p);
      write("repeat_penalty", chat.repeat_penalty);
      write("repetition_penalty", chat.repeat_penalty);
    }
    write(spelling_.seed_name, chat.seed);
  }

  void write_limits(const llm::Chat& chat) {
    const bool is_new = spelling_.tokens_max == Spelling::TokensMax::max_completion_tokens;
    write(is_new ? "max_completion_tokens" : "max_tokens", chat.tokens_max);
    if (chat.stop.empty()) return;
    writer_.key("stop").array();
    for (const auto& text : chat.stop) writer_.string(text);
    writer_.end();
  }

  void write_tools(const llm::Chat& chat) {
    if (chat.tools.empty()) return;
    writer_.key("tools").array();
    for (const auto& tool : chat.tools) {
      writer_.object().key("type").string("function").key("function").object();
      writer_.key("name").string(tool.name);
      if (!tool.description.empty()) writer_.key("description").string(tool.description);
      if (!tool.parameters.empty()) writer_.key("parameters").raw(tool.parameters);
      write("strict", tool.strict);
      writer_.end().end();
    }
    writer_.end();
    if (chat.tool_choice) write_tool_choice(*chat.tool_choice);
    write("parallel_tool_calls", chat.parallel_tool_calls);
  }

  void write_tool_choice(const llm::ToolChoice& choice) {
    using Mode = llm::ToolChoice::Mode;
    writer_.key("tool_choice");
    switch (choice.mode) {
      case Mode::automatic: writer_.string("auto"); break;
      case Mode::none: writer_.string("none"); break;
      case Mode::required: writer_.string("required"); break;
      case Mode::named:
        writer_.object().key("type").string("function").key("function").object();
        writer_.key("name").string(choice.name).end().end();
        break;
    }
  }

  void write_format(const llm::ResponseFormat& format) {
    using Kind = llm::ResponseFormat::Kind;
    writer_.key("response_format").object().key("type");
    switch (format.kind) {
      case Kind::text: writer_.string("text"); break;
      case Kind::json_object: writer_.string("json_object"); break;
      case Kind::grammar: writer_.string("grammar").key("grammar").string(format.schema); break;
      case Kind::json_schema:
        writer_.string("json_schema").key("json_schema").object();
        writer_.key("name").string(format.name.empty() ? "answer" : format.name);
        if (!format.schema.empty()) writer_.key("schema").raw(format.schema);
        write("strict", format.strict);
        writer_.end();
        break;
    }
    writer_.end();
  }

  void write_stream() {
    writer_.key("stream").boolean(true);
    if (!spelling_.takes_stream_options) return;
    writer_.key("stream_options").object().key("include_usage").boolean(true).end();
  }

  json::Writer writer_;
  const Spelling& spelling_;
};

}  // namespace

std::string write_request(const llm::Chat& chat, std::string_view model, Delivery delivery,
                          const Spelling& spelling) {
  std::string out;
  RequestWriter{out, spelling}.write(chat, model, delivery);
  return out;
}

}  // namespace quorum::openai_chat
