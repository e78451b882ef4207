#include "dialects/openai_completions/spelling.hpp"

#include "dialects/untaken.hpp"
#include "json/writer.hpp"

namespace quorum::openai_completions {
namespace {

using dialects::Dropped;

constexpr dialects::Takes kTakes{.temperature = true,
                                 .top_p = true,
                                 .frequency_penalty = true,
                                 .presence_penalty = true,
                                 .seed = true,
                                 .answers = true,
                                 .stop = true,
                                 .logprobs = true,
                                 .logit_bias = true,
                                 .user_id = true};

std::string_view speaker(llm::Role role) {
  switch (role) {
    case llm::Role::system:
    case llm::Role::developer: return "System";
    case llm::Role::user: return "User";
    case llm::Role::assistant: return "Assistant";
    case llm::Role::tool: return "Tool";
  }
  return "User";
}

class RequestWriter {
 public:
  RequestWriter(const llm::Chat& chat, const dialects::Ask& ask) : chat_(chat), ask_(ask) {}

  dialects::Outgoing write() {
    dialects::Outgoing outgoing{.hides_usage = !chat_.include_usage};
    const bool is_prompt =
        chat_.messages.size() == 1 && chat_.messages.front().role == llm::Role::user;
    if (!is_prompt) outgoing.emulated.emplace_back("messages");
    writer_.object().key("model").string(ask_.model).key("prompt");
    writer_.string(is_prompt ? words(chat_.messages.front()) : transcript());
    write_sampling(ask_.quirks.openai);
    write_limits();
    if (ask_.delivery == dialects::Delivery::streamed) write_stream();
    if (chat_.extras_of == llm::Dialect::openai_completions) {
      for (const auto& extra : chat_.extras) writer_.key(extra.name).raw(extra.json);
    }
    writer_.end();
    note_untaken();
    outgoing.body = std::move(body_);
    outgoing.dropped = dropped_.take();
    return outgoing;
  }

 private:
  std::string words(const llm::Message& message) {
    std::string text;
    for (const auto& part : message.parts) {
      if (const auto* said = part.as<llm::Text>()) text += said->text;
      if (const auto* refusal = part.as<llm::Refusal>()) text += refusal->text;
      const auto* file = part.as<llm::File>();
      if (file != nullptr && !file->text.empty()) text += file->text;
      dropped_.add_if(file != nullptr && file->text.empty(), "messages.file");
      dropped_.add_if(part.as<llm::Image>() != nullptr, "messages.image");
      dropped_.add_if(part.as<llm::Audio>() != nullptr, "messages.input_audio");
      dropped_.add_if(part.as<llm::Opaque>() != nullptr, "messages.content");
      dropped_.add_if(part.as<llm::Reasoning>() != nullptr, "messages.reasoning");
      dropped_.add_if(part.as<llm::ToolCall>() != nullptr, "messages.tool_calls");
      dropped_.add_if(part.cache.has_value(), "messages.prompt_cache_breakpoint");
    }
    dropped_.add_if(!message.name.empty() && message.role != llm::Role::tool, "messages.name");
    return text;
  }

  std::string transcript() {
    std::string text;
    for (const auto& message : chat_.messages) {
      const auto said = words(message);
      if (!text.empty()) text += "\n\n";
      text.append(speaker(message.role)).append(": ").append(said);
    }
    // A last word of the assistant is one to be continued.
    if (chat_.messages.empty() || chat_.messages.back().role != llm::Role::assistant) {
      text += "\n\nAssistant:";
    }
    return text;
  }

  void write(std::string_view name, const std::optional<double>& value) {
    if (value) writer_.key(name).number(*value);
  }
  void write(std::string_view name, const std::optional<std::int64_t>& value) {
    if (value) writer_.key(name).number(*value);
  }

  void write_sampling(const dialects::OpenAiQuirks& quirks) {
    write("temperature", chat_.temperature);
    write("top_p", chat_.top_p);
    write("frequency_penalty", chat_.frequency_penalty);
    write("presence_penalty", chat_.presence_penalty);
    write(quirks.seed_name, chat_.seed);
    if (quirks.takes_more_sampling) {
      write("top_k", chat_.top_k);
      write("min_p", chat_.min_p);
      write("repetition_penalty", chat_.repeat_penalty);
    }
    write("n", chat_.answers);
    if (!chat_.logit_bias.empty()) writer_.key("logit_bias").raw(chat_.logit_bias);
    if (!chat_.user_id.empty()) writer_.key("user").string(chat_.user_id);
    if (chat_.logprobs) writer_.key("logprobs").number(chat_.top_logprobs);
  }

  void write_limits() {
    write("max_tokens", chat_.tokens_max);
    if (chat_.stop.empty()) return;
    writer_.key("stop").array();
    for (const auto& text : chat_.stop) writer_.string(text);
    writer_.end();
  }

  void write_stream() {
    writer_.key("stream").boolean(true);
    if (!ask_.quirks.openai.takes_stream_options) return;
    writer_.key("stream_options").object().key("include_usage").boolean(true).end();
  }

  void note_untaken() {
    auto takes = kTakes;
    takes.top_k = takes.min_p = takes.repeat_penalty = ask_.quirks.openai.takes_more_sampling;
    dialects::note_untaken(chat_, takes, llm::Dialect::openai_completions, dropped_);
    using Mode = llm::ToolChoice::Mode;
    const bool may_call = !chat_.tool_choice || chat_.tool_choice->mode != Mode::none;
    dropped_.add_if(!chat_.tools.empty() && may_call, "tools");
    const bool is_text = !chat_.format || chat_.format->kind == llm::ResponseFormat::Kind::text;
    dropped_.add_if(!is_text, "response_format");
  }

  const llm::Chat& chat_;
  const dialects::Ask& ask_;
  std::string body_;
  json::Writer writer_{body_};
  Dropped dropped_;
};

}  // namespace

dialects::Outgoing write_request(const llm::Chat& chat, const dialects::Ask& ask) {
  return RequestWriter{chat, ask}.write();
}

}  // namespace quorum::openai_completions
