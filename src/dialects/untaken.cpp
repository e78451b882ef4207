#include "dialects/untaken.hpp"

#include <algorithm>

#include "dialects/shown.hpp"
#include "json/value.hpp"

namespace quorum::dialects {
namespace {

bool asks(const std::optional<llm::Thinking>& thinking) {
  return thinking && (!thinking->effort.empty() || thinking->budget_tokens || thinking->is_on ||
                      thinking->is_adaptive);
}

bool wants_more_than_text(const std::vector<std::string>& outputs) {
  return std::ranges::any_of(outputs, [](const auto& output) { return output != "text"; });
}

}  // namespace

void Dropped::add(std::string_view name) {
  if (known_.emplace(name).second) names_.emplace_back(name);
}

void note_untaken(const llm::Chat& chat, const Takes& takes, llm::Dialect dialect,
                  Dropped& dropped) {
  const auto note = [&](bool is_asked, bool is_taken, std::string_view name) {
    dropped.add_if(is_asked && !is_taken, name);
  };
  note(chat.temperature.has_value(), takes.temperature, "temperature");
  note(chat.top_p.has_value(), takes.top_p, "top_p");
  note(chat.top_k.has_value(), takes.top_k, "top_k");
  note(chat.min_p.has_value(), takes.min_p, "min_p");
  note(chat.frequency_penalty.has_value(), takes.frequency_penalty, "frequency_penalty");
  note(chat.presence_penalty.has_value(), takes.presence_penalty, "presence_penalty");
  note(chat.repeat_penalty.has_value(), takes.repeat_penalty, "repetition_penalty");
  note(chat.seed.has_value(), takes.seed, "seed");
  note(chat.answers.value_or(1) > 1, takes.answers, "n");
  note(!chat.stop.empty(), takes.stop, "stop");
  note(chat.parallel_tool_calls == false, takes.parallel_tool_calls, "parallel_tool_calls");
  note(asks(chat.thinking), takes.thinking, "reasoning_effort");
  note(!chat.verbosity.empty(), takes.verbosity, "verbosity");
  note(chat.logprobs, takes.logprobs, "logprobs");
  note(chat.top_logprobs > 0, takes.logprobs, "top_logprobs");
  note(!chat.logit_bias.empty(), takes.logit_bias, "logit_bias");
  note(!chat.metadata.empty(), takes.metadata, "metadata");
  note(!chat.user_id.empty(), takes.user_id, "user");
  note(!chat.service_tier.empty() && chat.service_tier != "auto", takes.service_tier,
       "service_tier");
  note(!chat.cache_key.empty(), takes.cache_key, "prompt_cache_key");
  note(chat.cache.has_value(), takes.cache, "prompt_cache_options");
  note(chat.store == true, takes.store, "store");
  note(wants_more_than_text(chat.outputs), takes.outputs, "modalities");
  note(!chat.audio.empty(), takes.audio, "audio");
  if (chat.extras_of == dialect) return;
  for (const auto& extra : chat.extras) dropped.add(extra.name);
}

std::string name_of_untaken(const llm::Tool& tool) {
  if (tool.kind == llm::Tool::Kind::custom) return "tools.custom";
  std::string type;
  if (const auto raw = json::Document::parse(tool.raw.json)) {
    type = raw->root()["type"].string().value_or("");
  }
  return is_word(type) ? "tools." + type : "tools";
}

std::string_view name_of_untaken(const llm::Image& image) {
  return image.source.url.empty() ? "messages.image" : "messages.image_url";
}

}  // namespace quorum::dialects
