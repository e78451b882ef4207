#include "dialects/ollama/spelling.hpp"

#include <algorithm>

#include "dialects/fault.hpp"
#include "dialects/untaken.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::ollama {
namespace {

using dialects::Dropped;

constexpr dialects::Takes kTakes{.temperature = true,
                                 .top_p = true,
                                 .top_k = true,
                                 .min_p = true,
                                 .frequency_penalty = true,
                                 .presence_penalty = true,
                                 .repeat_penalty = true,
                                 .seed = true,
                                 .stop = true,
                                 .thinking = true,
                                 .logprobs = true};

constexpr std::string_view kOptions = "options.";

std::string_view role_word(llm::Role role) {
  switch (role) {
    case llm::Role::system:
    case llm::Role::developer: return "system";
    case llm::Role::user: return "user";
    case llm::Role::assistant: return "assistant";
    case llm::Role::tool: return "tool";
  }
  return "user";
}

bool is_of_ollama(llm::Dialect dialect) {
  return dialect == llm::Dialect::ollama_chat || dialect == llm::Dialect::ollama_generate;
}

/// Whether the endpoint of `dialect` takes an extra.
bool takes_extra(llm::Dialect dialect, const llm::Chat& chat, const llm::Extra& extra) {
  if (chat.extras_of == dialect) return true;
  if (!is_of_ollama(chat.extras_of)) return false;
  // What both endpoints take; the rest (`template`, `raw`, `suffix`) is the other's alone.
  return extra.name == "keep_alive" || extra.name == "truncate" || extra.name == "shift" ||
         extra.name.starts_with(kOptions);
}

class RequestWriter {
 public:
  RequestWriter(llm::Dialect dialect, const llm::Chat& chat, const dialects::Ask& ask)
      : dialect_(dialect), chat_(chat), ask_(ask) {}

  dialects::Outgoing write() {
    writer_.object().key("model").string(ask_.model);
    if (dialect_ == llm::Dialect::ollama_chat) {
      write_messages();
      write_tools();
    } else {
      write_prompt();
      dropped_.add_if(!chat_.tools.empty(), "tools");
    }
    writer_.key("stream").boolean(ask_.delivery == dialects::Delivery::streamed);
    write_format();
    write_think();
    write_options();
    write_logprobs();
    write_extras();
    writer_.end();
    note_untaken();
    return {.body = std::move(body_), .dropped = dropped_.take(), .emulated = std::move(emulated_)};
  }

 private:
  /// What a message says, by the places where it is said.
  struct Words {
    std::string text{};
    std::string thinking{};
    std::vector<const llm::Image*> images{};
  };

  Words words_of(const llm::Message& message) {
    Words said;
    auto& [text, thinking, images] = said;
    for (const auto& part : message.parts) {
      if (part.cache) dropped_.add("messages.prompt_cache_breakpoint");
      if (const auto* words = part.as<llm::Text>()) text += words->text;
      if (const auto* refusal = part.as<llm::Refusal>()) text += refusal->text;
      if (const auto* thought = part.as<llm::Reasoning>()) thinking += thought->text;
      if (const auto* file = part.as<llm::File>()) add_file(*file, text);
      if (const auto* image = part.as<llm::Image>()) add_image(*image, images);
      if (part.as<llm::Audio>() != nullptr) dropped_.add("messages.input_audio");
      if (part.as<llm::Opaque>() != nullptr) dropped_.add("messages.content");
    }
    dropped_.add_if(!message.name.empty() && message.role != llm::Role::tool, "messages.name");
    return said;
  }

  void write_messages() {
    writer_.key("messages").array();
    for (const auto& message : chat_.messages) write_message(message);
    writer_.end();
  }

  /// Of a conversation that is one prompt.
  void write_prompt() {
    std::string system;
    Words prompt;
    for (const auto& message : chat_.messages) {
      if (message.role == llm::Role::user) {
        prompt = words_of(message);
      } else {
        system += words_of(message).text;
      }
    }
    if (!system.empty()) writer_.key("system").string(system);
    writer_.key("prompt").string(prompt.text);
    write_images(prompt.images);
  }

  void write_images(const std::vector<const llm::Image*>& images) {
    if (images.empty()) return;
    writer_.key("images").array();
    for (const auto* image : images) writer_.string(image->source.data);
    writer_.end();
  }

  void write_message(const llm::Message& message) {
    const auto said = words_of(message);
    writer_.object().key("role").string(role_word(message.role)).key("content").string(said.text);
    if (!said.thinking.empty()) writer_.key("thinking").string(said.thinking);
    write_images(said.images);
    write_calls(message.tool_calls());
    if (message.role == llm::Role::tool) write_result(message);
    writer_.end();
  }

  void add_file(const llm::File& file, std::string& text) {
    if (file.text.empty()) {
      dropped_.add("messages.file");
      return;
    }
    // A document given as text is said as what it is: text of the message.
    if (!text.empty()) text += "\n\n";
    if (!file.name.empty()) text.append(file.name).append(":\n");
    text.append(file.text).append("\n\n");
  }

  void add_image(const llm::Image& image, std::vector<const llm::Image*>& images) {
    if (image.source.data.empty()) {
      dropped_.add(dialects::name_of_untaken(image));
    } else {
      images.push_back(&image);
    }
  }

  void write_calls(const std::vector<const llm::ToolCall*>& calls) {
    if (calls.empty()) return;
    writer_.key("tool_calls").array();
    for (const auto* call : calls) {
      writer_.object();
      if (!call->id.empty()) writer_.key("id").string(call->id);
      writer_.key("function").object().key("name").string(call->name);
      writer_.key("arguments").raw(arguments_object(call->arguments)).end().end();
    }
    writer_.end();
  }

  /// The server knows results by the tool's name; newer ones also by the call's id.
  void write_result(const llm::Message& message) {
    const auto called = llm::tool_name_of(chat_, message.tool_call_id);
    const auto name = called.empty() ? std::string_view{message.name} : called;
    if (!name.empty()) writer_.key("tool_name").string(name);
    if (!message.tool_call_id.empty()) writer_.key("tool_call_id").string(message.tool_call_id);
    if (message.is_tool_error) dropped_.add("messages.is_error");
  }

  bool may_call(const llm::Tool& tool) const {
    if (!chat_.tool_choice || chat_.tool_choice->allowed.empty()) return true;
    const auto& allowed = chat_.tool_choice->allowed;
    return std::ranges::find(allowed, tool.name) != allowed.end();
  }

  void write_tools() {
    using Mode = llm::ToolChoice::Mode;
    const auto mode = chat_.tool_choice ? chat_.tool_choice->mode : Mode::automatic;
    if (chat_.tools.empty()) return;
    if (mode == Mode::none) {
      emulated_.emplace_back("tool_choice");
      return;
    }
    if (mode != Mode::automatic) dropped_.add("tool_choice");
    writer_.key("tools").array();
    for (const auto& tool : chat_.tools) {
      if (tool.kind != llm::Tool::Kind::function) {
        dropped_.add(dialects::name_of_untaken(tool));
      } else if (may_call(tool)) {
        write_tool(tool);
      }
    }
    writer_.end();
  }

  void write_tool(const llm::Tool& tool) {
    dropped_.add_if(tool.strict == true, "tools.strict");
    dropped_.add_if(tool.cache.has_value(), "tools.prompt_cache_breakpoint");
    writer_.object().key("type").string("function").key("function").object();
    writer_.key("name").string(tool.name);
    if (!tool.description.empty()) writer_.key("description").string(tool.description);
    writer_.key("parameters");
    writer_.raw(tool.parameters.empty() ? R"({"type":"object","properties":{}})"
                                        : std::string_view{tool.parameters});
    writer_.end().end();
  }

  void write_format() {
    using Kind = llm::ResponseFormat::Kind;
    if (!chat_.format || chat_.format->kind == Kind::text) return;
    if (chat_.format->kind == Kind::grammar) {
      dropped_.add("response_format");
    } else if (chat_.format->kind == Kind::json_object || chat_.format->schema.empty()) {
      writer_.key("format").string("json");
    } else {
      writer_.key("format").raw(chat_.format->schema);
    }
  }

  /// The server has three levels and `max`; the next one stands for those between.
  void write_think() {
    if (!chat_.thinking) return;
    const auto& thinking = *chat_.thinking;
    dropped_.add_if(thinking.budget_tokens.has_value(), "thinking.budget_tokens");
    const auto& effort = thinking.effort;
    if (effort == "none" || thinking.is_on == false) {
      writer_.key("think").boolean(false);
    } else if (effort == "low" || effort == "medium" || effort == "high" || effort == "max") {
      writer_.key("think").string(effort);
    } else if (effort == "minimal") {
      writer_.key("think").string("low");
    } else if (effort == "xhigh") {
      writer_.key("think").string("max");
    } else if (thinking.is_on || thinking.budget_tokens || thinking.is_adaptive ||
               !effort.empty()) {
      writer_.key("think").boolean(true);
    }
  }

  void option(std::string_view name, const std::optional<double>& value) {
    if (value) open_options().key(name).number(*value);
  }
  void option(std::string_view name, const std::optional<std::int64_t>& value) {
    if (value) open_options().key(name).number(*value);
  }

  json::Writer& open_options() {
    if (!has_options_) writer_.key("options").object();
    has_options_ = true;
    return writer_;
  }

  void write_options() {
    option("temperature", chat_.temperature);
    option("top_p", chat_.top_p);
    option("top_k", chat_.top_k);
    option("min_p", chat_.min_p);
    option("seed", chat_.seed);
    option("num_predict", chat_.tokens_max);
    option("repeat_penalty", chat_.repeat_penalty);
    option("presence_penalty", chat_.presence_penalty);
    option("frequency_penalty", chat_.frequency_penalty);
    if (!chat_.stop.empty()) {
      open_options().key("stop").array();
      for (const auto& text : chat_.stop) writer_.string(text);
      writer_.end();
    }
    for (const auto& extra : chat_.extras) {
      if (!extra.name.starts_with(kOptions) || !takes_extra(dialect_, chat_, extra)) continue;
      open_options().key(std::string_view{extra.name}.substr(kOptions.size())).raw(extra.json);
    }
    if (has_options_) writer_.end();
  }

  void write_logprobs() {
    if (!chat_.logprobs) return;
    writer_.key("logprobs").boolean(true);
    if (chat_.top_logprobs > 0) writer_.key("top_logprobs").number(chat_.top_logprobs);
  }

  void write_extras() {
    for (const auto& extra : chat_.extras) {
      if (!takes_extra(dialect_, chat_, extra)) {
        if (is_of_ollama(chat_.extras_of)) dropped_.add(extra.name);
      } else if (!extra.name.starts_with(kOptions)) {
        writer_.key(extra.name).raw(extra.json);
      }
    }
  }

  void note_untaken() {
    // Extras of this server's other endpoint have been seen to one by one.
    dialects::note_untaken(chat_, kTakes,
                           is_of_ollama(chat_.extras_of) ? chat_.extras_of : dialect_, dropped_);
  }

  llm::Dialect dialect_;
  const llm::Chat& chat_;
  const dialects::Ask& ask_;
  std::string body_;
  json::Writer writer_{body_};
  Dropped dropped_;
  std::vector<std::string> emulated_;
  bool has_options_ = false;
};

}  // namespace

dialects::Outgoing write_request(const llm::Chat& chat, const dialects::Ask& ask) {
  return RequestWriter{llm::Dialect::ollama_chat, chat, ask}.write();
}

Result<dialects::Outgoing> write_generate(const llm::Chat& chat, const dialects::Ask& ask) {
  const auto is_system = [](const auto& message) {
    return message.role == llm::Role::system || message.role == llm::Role::developer;
  };
  const auto others = chat.messages.size() -
                      static_cast<std::size_t>(std::ranges::count_if(chat.messages, is_system));
  if (others != 1 || chat.messages.back().role != llm::Role::user) {
    return dialects::wrong("messages", "one message of the user, behind the system's");
  }
  return RequestWriter{llm::Dialect::ollama_generate, chat, ask}.write();
}

std::string arguments_object(std::string_view arguments) {
  if (arguments.empty()) return "{}";
  const auto document = json::Document::parse(arguments);
  if (document && document->root().is(json::Kind::object)) {
    return std::string{document->root().raw()};
  }
  std::string out;
  json::Writer{out}.object().key("input").string(arguments).end();
  return out;
}

}  // namespace quorum::ollama
