#include "dialects/openai_chat/spelling.hpp"

#include <string>
#include <utility>

#include "dialects/openai_chat/authored.hpp"
#include "dialects/openai_chat/drops.hpp"
#include "dialects/openai_chat/message_writer.hpp"
#include "dialects/openai_chat/thinking.hpp"
#include "dialects/openai_chat/tool_writer.hpp"
#include "json/writer.hpp"

namespace quorum::openai_chat {
namespace {

class RequestWriter {
 public:
  RequestWriter(std::string& out, const llm::Chat& chat, const Spelling& spelling)
      : writer_(out), chat_(chat), spelling_(spelling), drops_(spelling) {}

  std::vector<std::string> write(std::string_view model, Delivery delivery) {
    writer_.object().key("model").string(model);
    write_messages(writer_, chat_, spelling_, drops_);
    write_sampling();
    write_more_sampling();
    write_limits();
    write_tools(writer_, chat_, spelling_, drops_);
    if (chat_.format) write_format(*chat_.format);
    if (chat_.thinking) write_thinking(writer_, *chat_.thinking, spelling_, drops_);
    write_logprobs();
    write_outputs();
    write_account();
    write_extras();
    if (delivery == Delivery::streamed) write_stream();
    writer_.end();
    return drops_.take();
  }

 private:
  template <typename T>
  void put(std::string_view name, const T& value) {
    writer_.key(name);
    if constexpr (std::is_same_v<T, bool>) {
      writer_.boolean(value);
    } else if constexpr (std::is_arithmetic_v<T>) {
      writer_.number(value);
    } else {
      writer_.string(value);
    }
  }

  template <typename T>
  void give(std::string_view name, const std::optional<T>& value) {
    if (value && drops_.takes(name)) put(name, *value);
  }
  void give(std::string_view name, const std::string& value) {
    if (!value.empty() && drops_.takes(name)) put(name, value);
  }
  void give_raw(std::string_view name, const std::string& json) {
    if (!json.empty() && drops_.takes(name)) writer_.key(name).raw(json);
  }

  /// A reasoning model takes only the value that it would have chosen itself.
  void give_sampling(std::string_view name, const std::optional<double>& value, double own) {
    if (!value) return;
    if (spelling_.refuses_sampling && *value != own) {
      drops_.add(name);
    } else {
      give(name, value);
    }
  }

  void write_sampling() {
    give_sampling("temperature", chat_.temperature, 1);
    give_sampling("top_p", chat_.top_p, 1);
    give_sampling("frequency_penalty", chat_.frequency_penalty, 0);
    give_sampling("presence_penalty", chat_.presence_penalty, 0);
    if (chat_.seed && drops_.takes("seed")) put(spelling_.seed_name, *chat_.seed);
    if (chat_.logit_bias.empty()) return;
    if (spelling_.refuses_sampling) {
      drops_.add("logit_bias");
    } else {
      give_raw("logit_bias", chat_.logit_bias);
    }
  }

  void write_more_sampling() {
    if (spelling_.takes_more_sampling) {
      give("top_k", chat_.top_k);
      give("min_p", chat_.min_p);
      // llama.cpp and vLLM have a name each.
      give("repeat_penalty", chat_.repeat_penalty);
      give("repetition_penalty", chat_.repeat_penalty);
      return;
    }
    if (chat_.top_k) drops_.add("top_k");
    if (chat_.min_p) drops_.add("min_p");
    if (chat_.repeat_penalty) drops_.add("repetition_penalty");
  }

  void write_limits() {
    const bool is_new = spelling_.tokens_max == Spelling::TokensMax::max_completion_tokens;
    if (chat_.tokens_max) put(is_new ? "max_completion_tokens" : "max_tokens", *chat_.tokens_max);
    if (chat_.answers.value_or(1) > 1) give("n", chat_.answers);
    if (chat_.stop.empty()) return;
    if (spelling_.refuses_sampling) {
      drops_.add("stop");
    } else if (drops_.takes("stop")) {
      write_list("stop", chat_.stop);
    }
  }

  void write_list(std::string_view name, const std::vector<std::string>& texts) {
    writer_.key(name).array();
    for (const auto& text : texts) writer_.string(text);
    writer_.end();
  }

  void write_format(const llm::ResponseFormat& format) {
    using Kind = llm::ResponseFormat::Kind;
    auto kind = format.kind;
    if (kind == Kind::json_schema && !spelling_.takes_json_schema) {
      drops_.add("response_format.json_schema");
      kind = Kind::json_object;
    }
    if (kind == Kind::grammar && !spelling_.takes_more_sampling) {
      drops_.add("response_format.grammar");
      return;
    }
    if (!drops_.takes("response_format")) return;
    writer_.key("response_format").object().key("type");
    switch (kind) {
      case Kind::text: writer_.string("text"); break;
      case Kind::json_object: writer_.string("json_object"); break;
      case Kind::grammar: writer_.string("grammar").key("grammar").string(format.schema); break;
      case Kind::json_schema:
        writer_.string("json_schema").key("json_schema");
        write_schema(format);
        break;
    }
    writer_.end();
  }

  void write_schema(const llm::ResponseFormat& format) {
    writer_.object().key("name").string(format.name.empty() ? "answer" : format.name);
    if (!format.description.empty()) writer_.key("description").string(format.description);
    if (!format.schema.empty()) writer_.key("schema").raw(format.schema);
    if (format.strict) writer_.key("strict").boolean(*format.strict);
    writer_.end();
  }

  void write_logprobs() {
    if (!chat_.logprobs) return;
    if (spelling_.refuses_sampling) {
      drops_.add("logprobs");
      return;
    }
    if (!drops_.takes("logprobs")) return;
    writer_.key("logprobs").boolean(true);
    if (chat_.top_logprobs > 0) writer_.key("top_logprobs").number(chat_.top_logprobs);
  }

  void write_outputs() {
    if (!chat_.outputs.empty() && drops_.takes("modalities")) {
      write_list("modalities", chat_.outputs);
    }
    give_raw("audio", chat_.audio);
    give("verbosity", chat_.verbosity);
  }

  void write_account() {
    give_raw("metadata", chat_.metadata);
    if (!chat_.user_id.empty() && drops_.takes("user")) put(spelling_.user_name, chat_.user_id);
    if (!chat_.service_tier.empty() && chat_.service_tier != "auto") {
      // Anthropic's `standard_only` and what others invented mean nothing here.
      const auto tier = tier_word(chat_.service_tier);
      if (tier.empty()) drops_.add("service_tier");
      give("service_tier", std::string{tier});
    }
    give("prompt_cache_key", chat_.cache_key);
    if (chat_.store.value_or(false)) give("store", chat_.store);
    if (!chat_.cache) return;
    if (spelling_.cache_marks == Spelling::CacheMarks::cache_control) {
      write_cache_hint(writer_, chat_.cache, spelling_, drops_);
    } else {
      drops_.add("prompt_cache_options");
    }
  }

  void write_extras() {
    const bool is_shared = chat_.extras_of == llm::Dialect::openai_chat;
    for (const auto& extra : chat_.extras) {
      if (!is_shared) {
        drops_.add(extra.name);
      } else {
        give_raw(extra.name, extra.json);
      }
    }
  }

  void write_stream() {
    writer_.key("stream").boolean(true);
    if (!spelling_.takes_stream_options) return;
    writer_.key("stream_options").object().key("include_usage").boolean(true).end();
  }

  json::Writer writer_;
  const llm::Chat& chat_;
  const Spelling& spelling_;
  Drops drops_;
};

}  // namespace

dialects::Outgoing write_request(const llm::Chat& chat, std::string_view model, Delivery delivery,
                                 const Spelling& spelling) {
  dialects::Outgoing outgoing{.hides_usage = !chat.include_usage};
  outgoing.dropped = RequestWriter{outgoing.body, chat, spelling}.write(model, delivery);
  return outgoing;
}

}  // namespace quorum::openai_chat
