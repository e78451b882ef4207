#include "dialects/cohere/spelling.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dialects/untaken.hpp"
#include "json/writer.hpp"

namespace quorum::cohere {
namespace {

using dialects::Dropped;

constexpr dialects::Takes kTakes{.temperature = true,
                                 .top_p = true,
                                 .top_k = true,
                                 .frequency_penalty = true,
                                 .presence_penalty = true,
                                 .seed = true,
                                 .stop = true,
                                 .thinking = true,
                                 .logprobs = true};

constexpr std::size_t kStopMax = 5;

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

std::string_view text_of(const llm::Part& part) {
  if (const auto* text = part.as<llm::Text>()) return text->text;
  if (const auto* refusal = part.as<llm::Refusal>()) return refusal->text;
  return {};
}

bool is_ours(const llm::Opaque& opaque) { return opaque.dialect == llm::Dialect::cohere; }

/// What a string cannot say.
bool needs_a_part(const llm::Part& part) {
  const auto* opaque = part.as<llm::Opaque>();
  return part.as<llm::Image>() != nullptr || (opaque != nullptr && is_ours(*opaque));
}

class RequestWriter {
 public:
  RequestWriter(const llm::Chat& chat, const dialects::Ask& ask) : chat_(chat), ask_(ask) {}

  dialects::Outgoing write() {
    writer_.object().key("model").string(ask_.model).key("messages").array();
    for (const auto& message : chat_.messages) write_message(message);
    writer_.end();
    writer_.key("stream").boolean(ask_.delivery == dialects::Delivery::streamed);
    write_documents();
    write_tools();
    write_format();
    write_sampling();
    write_thinking();
    write_extras();
    writer_.end();
    dialects::note_untaken(chat_, kTakes, llm::Dialect::cohere, dropped_);
    return {.body = std::move(body_), .dropped = dropped_.take()};
  }

 private:
  void write_message(const llm::Message& message) {
    writer_.object().key("role").string(role_word(message.role));
    for (const auto& part : message.parts) note_part(part);
    dropped_.add_if(!message.name.empty() && message.role != llm::Role::tool, "messages.name");
    const auto calls = message.tool_calls();
    if (message.role == llm::Role::assistant) {
      write_words(message, calls.empty() ? Thoughts::told : Thoughts::as_plan);
      write_calls(message, calls);
    } else if (message.role == llm::Role::tool) {
      dropped_.add_if(message.is_tool_error, "messages.is_error");
      dropped_.add_if(has_images(message), "messages.image");
      writer_.key("tool_call_id").string(message.tool_call_id);
      writer_.key("content").string(joined(message));
    } else {
      write_content(message);
    }
    writer_.end();
  }

  void note_part(const llm::Part& part) {
    if (part.cache) dropped_.add("messages.prompt_cache_breakpoint");
    if (part.as<llm::Audio>() != nullptr) dropped_.add("messages.input_audio");
    const auto* opaque = part.as<llm::Opaque>();
    dropped_.add_if(opaque != nullptr && !is_ours(*opaque), "messages.content");
    const auto* image = part.as<llm::Image>();
    if (image != nullptr && llm::url_of(image->source).empty()) {
      dropped_.add("messages.image");
    }
    const auto* file = part.as<llm::File>();
    if (file == nullptr) return;
    if (file->text.empty()) {
      dropped_.add("messages.file");
    } else {
      documents_.push_back(file);
    }
  }

  static bool has_images(const llm::Message& message) {
    return std::ranges::any_of(
        message.parts, [](const auto& part) { return part.template as<llm::Image>() != nullptr; });
  }

  static std::string joined(const llm::Message& message) {
    std::string all;
    for (const auto& part : message.parts) all += text_of(part);
    return all;
  }

  /// A string wherever one will do; images need parts.
  void write_content(const llm::Message& message) {
    if (message.role != llm::Role::user || !std::ranges::any_of(message.parts, needs_a_part)) {
      dropped_.add_if(has_images(message), "messages.image");
      writer_.key("content").string(joined(message));
      return;
    }
    writer_.key("content").array();
    for (const auto& part : message.parts) {
      if (const auto text = text_of(part); !text.empty()) {
        writer_.object().key("type").string("text").key("text").string(text).end();
      }
      const auto* image = part.as<llm::Image>();
      if (image != nullptr && !llm::url_of(image->source).empty()) write_image(*image);
      const auto* opaque = part.as<llm::Opaque>();
      if (opaque != nullptr && is_ours(*opaque)) writer_.raw(opaque->json);
    }
    writer_.end();
  }

  void write_image(const llm::Image& image) {
    writer_.object().key("type").string("image_url").key("image_url").object();
    writer_.key("url").string(llm::url_of(image.source));
    const auto& detail = image.detail;
    if (detail == "auto" || detail == "low" || detail == "high") {
      writer_.key("detail").string(detail);
    }
    writer_.end().end();
  }

  enum class Thoughts : bool { told, as_plan };

  /// What an assistant said. Thoughts that led to a call are its plan instead (`write_calls`).
  void write_words(const llm::Message& message, Thoughts thoughts) {
    const bool tells_thoughts = thoughts == Thoughts::told;
    bool is_open = false;
    for (const auto& part : message.parts) {
      const auto* thought = part.as<llm::Reasoning>();
      const bool is_thought = tells_thoughts && thought != nullptr && !thought->text.empty();
      const auto text = text_of(part);
      if (!is_thought && text.empty()) continue;
      if (!is_open) writer_.key("content").array();
      is_open = true;
      const std::string_view kind = is_thought ? "thinking" : "text";
      writer_.object().key("type").string(kind);
      writer_.key(kind).string(is_thought ? std::string_view{thought->text} : text).end();
    }
    if (is_open) {
      writer_.end();
    } else if (tells_thoughts) {
      writer_.key("content").string("");
    }
  }

  void write_calls(const llm::Message& message, const std::vector<const llm::ToolCall*>& calls) {
    if (calls.empty()) return;
    std::string plan;
    for (const auto& part : message.parts) {
      if (const auto* thought = part.as<llm::Reasoning>()) plan += thought->text;
    }
    if (!plan.empty()) writer_.key("tool_plan").string(plan);
    writer_.key("tool_calls").array();
    for (const auto* call : calls) {
      writer_.object().key("id").string(call->id).key("type").string("function");
      writer_.key("function").object().key("name").string(call->name);
      writer_.key("arguments").string(call->arguments.empty() ? "{}" : call->arguments);
      writer_.end().end();
    }
    writer_.end();
  }

  void write_documents() {
    if (documents_.empty()) return;
    writer_.key("documents").array();
    std::size_t index = 0;
    for (const auto* file : documents_) {
      writer_.object().key("id").string(fmt::format("doc:{}", index++)).key("data").object();
      if (!file->name.empty()) writer_.key("title").string(file->name);
      if (!file->context.empty()) writer_.key("context").string(file->context);
      writer_.key("text").string(file->text).end().end();
    }
    writer_.end();
    const auto is_to_cite = [](const auto* file) { return file->wants_citations; };
    if (std::ranges::none_of(documents_, is_to_cite)) {
      writer_.key("citation_options").object().key("mode").string("OFF").end();
    }
  }

  void write_extras() {
    if (chat_.extras_of != llm::Dialect::cohere) return;
    for (const auto& extra : chat_.extras) writer_.key(extra.name).raw(extra.json);
  }

  bool may_call(const llm::Tool& tool) const {
    if (!chat_.tool_choice) return true;
    const auto& choice = *chat_.tool_choice;
    if (choice.mode == llm::ToolChoice::Mode::named) return tool.name == choice.name;
    return choice.allowed.empty() ||
           std::ranges::find(choice.allowed, tool.name) != choice.allowed.end();
  }

  void write_tools() {
    std::vector<const llm::Tool*> tools;
    for (const auto& tool : chat_.tools) {
      if (tool.kind != llm::Tool::Kind::function) {
        dropped_.add(dialects::name_of_untaken(tool));
      } else if (may_call(tool)) {
        tools.push_back(&tool);
      }
    }
    if (tools.empty()) return;
    writer_.key("tools").array();
    for (const auto* tool : tools) write_tool(*tool);
    writer_.end();
    const auto is_strict = [](const auto* tool) { return tool->strict == true; };
    if (std::ranges::all_of(tools, is_strict)) {
      writer_.key("strict_tools").boolean(true);
    } else {
      // It is said of all tools or of none.
      dropped_.add_if(std::ranges::any_of(tools, is_strict), "tools.strict");
    }
    write_choice();
  }

  void write_tool(const llm::Tool& tool) {
    dropped_.add_if(tool.cache.has_value(), "tools.prompt_cache_breakpoint");
    writer_.object().key("type").string("function").key("function").object();
    writer_.key("name").string(tool.name);
    if (!tool.description.empty()) writer_.key("description").string(tool.description);
    writer_.key("parameters");
    writer_.raw(tool.parameters.empty() ? R"({"type":"object","properties":{}})"
                                        : std::string_view{tool.parameters});
    writer_.end().end();
  }

  void write_choice() {
    using Mode = llm::ToolChoice::Mode;
    if (!chat_.tool_choice || chat_.tool_choice->mode == Mode::automatic) return;
    const bool is_none = chat_.tool_choice->mode == Mode::none;
    writer_.key("tool_choice").string(is_none ? "NONE" : "REQUIRED");
  }

  void write_format() {
    using Kind = llm::ResponseFormat::Kind;
    if (!chat_.format || chat_.format->kind == Kind::text) return;
    if (chat_.format->kind == Kind::grammar) {
      dropped_.add("response_format");
      return;
    }
    writer_.key("response_format").object().key("type").string("json_object");
    if (!chat_.format->schema.empty()) writer_.key("json_schema").raw(chat_.format->schema);
    writer_.end();
  }

  /// Penalties below zero, which others take, and above one are refused here.
  void write_penalty(std::string_view name, const std::optional<double>& value) {
    if (!value) return;
    if (*value < 0 || *value > 1) {
      dropped_.add(name);
    } else {
      writer_.key(name).number(*value);
    }
  }

  void write_sampling() {
    if (chat_.tokens_max) writer_.key("max_tokens").number(*chat_.tokens_max);
    if (chat_.temperature) writer_.key("temperature").number(*chat_.temperature);
    // 0.01 to 0.99 are taken; all and nothing mean the same as these.
    if (chat_.top_p) writer_.key("p").number(std::clamp(*chat_.top_p, 0.01, 0.99));
    // 0 means no limit, and 500 is the most.
    if (chat_.top_k) {
      writer_.key("k").number(std::clamp<std::int64_t>(*chat_.top_k, 0, 500));
    }
    if (chat_.seed && *chat_.seed >= 0) writer_.key("seed").number(*chat_.seed);
    dropped_.add_if(chat_.seed && *chat_.seed < 0, "seed");
    write_penalty("frequency_penalty", chat_.frequency_penalty);
    write_penalty("presence_penalty", chat_.presence_penalty);
    if (chat_.logprobs) writer_.key("logprobs").boolean(true);
    dropped_.add_if(chat_.top_logprobs > 0, "top_logprobs");
    if (chat_.stop.empty()) return;
    dropped_.add_if(chat_.stop.size() > kStopMax, "stop");
    writer_.key("stop_sequences").array();
    for (std::size_t i = 0; i < std::min(chat_.stop.size(), kStopMax); ++i) {
      writer_.string(chat_.stop[i]);
    }
    writer_.end();
  }

  /// Thinking is on, off or bounded; how hard cannot be said.
  void write_thinking() {
    if (!chat_.thinking) return;
    const auto& thinking = *chat_.thinking;
    const bool is_off = thinking.effort == "none" || thinking.is_on == false;
    const bool is_asked = is_off || thinking.is_on || thinking.is_adaptive ||
                          thinking.budget_tokens || !thinking.effort.empty();
    if (!is_asked) return;
    writer_.key("thinking").object().key("type").string(is_off ? "disabled" : "enabled");
    if (!is_off && thinking.budget_tokens) {
      writer_.key("token_budget").number(*thinking.budget_tokens);
    }
    writer_.end();
    dropped_.add_if(!is_off && !thinking.effort.empty() && !thinking.budget_tokens,
                    "reasoning_effort");
  }

  const llm::Chat& chat_;
  const dialects::Ask& ask_;
  std::string body_;
  json::Writer writer_{body_};
  Dropped dropped_;
  std::vector<const llm::File*> documents_;
};

}  // namespace

dialects::Outgoing write_request(const llm::Chat& chat, const dialects::Ask& ask) {
  return RequestWriter{chat, ask}.write();
}

}  // namespace quorum::cohere
