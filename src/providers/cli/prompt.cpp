#include "providers/cli/prompt.hpp"

#include <algorithm>
#include <string_view>

namespace quorum::providers {
namespace {

bool is_system(const llm::Message& message) {
  return message.role == llm::Role::system || message.role == llm::Role::developer;
}

std::string_view speaker(llm::Role role) {
  switch (role) {
    case llm::Role::assistant: return "Assistant";
    case llm::Role::tool: return "Tool";
    default: return "User";
  }
}

void append_paragraph(std::string& out, std::string_view text) {
  if (!out.empty()) out += "\n\n";
  out += text;
}

void add_lost_parts(const llm::Message& message, std::vector<std::string>& lost) {
  for (const auto& part : message.parts) {
    if (part.as<llm::Image>() != nullptr) lost.emplace_back("messages.image_url");
    if (part.as<llm::Audio>() != nullptr) lost.emplace_back("messages.input_audio");
    if (part.as<llm::File>() != nullptr) lost.emplace_back("messages.file");
    if (part.as<llm::ToolCall>() != nullptr) lost.emplace_back("messages.tool_calls");
    if (part.as<llm::Opaque>() != nullptr) lost.emplace_back("messages.content");
  }
}

std::vector<std::string> dropped(const llm::Chat& chat) {
  std::vector<std::string> lost;
  const auto add = [&](bool is_given, std::string_view name) {
    if (is_given) lost.emplace_back(name);
  };
  add(chat.temperature.has_value(), "temperature");
  add(chat.top_p.has_value(), "top_p");
  add(chat.top_k.has_value(), "top_k");
  add(chat.min_p.has_value(), "min_p");
  add(chat.frequency_penalty.has_value(), "frequency_penalty");
  add(chat.presence_penalty.has_value(), "presence_penalty");
  add(chat.repeat_penalty.has_value(), "repeat_penalty");
  add(chat.seed.has_value(), "seed");
  add(chat.tokens_max.has_value(), "max_tokens");
  add(chat.answers.value_or(1) != 1, "n");
  add(!chat.stop.empty(), "stop");
  add(chat.format && chat.format->kind != llm::ResponseFormat::Kind::text, "response_format");
  add(!chat.tools.empty(), "tools");
  add(chat.thinking.has_value(), "reasoning_effort");
  add(!chat.verbosity.empty(), "verbosity");
  add(chat.logprobs, "logprobs");
  add(!chat.logit_bias.empty(), "logit_bias");
  add(!chat.metadata.empty(), "metadata");
  add(!chat.user_id.empty(), "user");
  add(!chat.service_tier.empty(), "service_tier");
  add(!chat.cache_key.empty(), "prompt_cache_key");
  add(!chat.audio.empty(), "audio");
  for (const auto& extra : chat.extras) lost.push_back(extra.name);
  for (const auto& message : chat.messages) add_lost_parts(message, lost);
  std::ranges::sort(lost);
  const auto [first, last] = std::ranges::unique(lost);
  lost.erase(first, last);
  return lost;
}

}  // namespace

AgentPrompt agent_prompt(const llm::Chat& chat, SystemPlace place) {
  AgentPrompt prompt{.dropped = dropped(chat)};
  std::string system;
  std::vector<const llm::Message*> said;
  for (const auto& message : chat.messages) {
    if (is_system(message)) {
      append_paragraph(system, message.text());
    } else {
      said.push_back(&message);
    }
  }
  if (place == SystemPlace::apart) {
    prompt.system = std::move(system);
  } else if (!system.empty()) {
    prompt.text = "Follow these instructions:\n" + system;
  }
  if (said.size() == 1) {
    append_paragraph(prompt.text, said.front()->text());
    return prompt;
  }
  append_paragraph(prompt.text, "This is a conversation so far.");
  for (const auto* message : said) {
    append_paragraph(prompt.text,
                     std::string{speaker(message->role)}.append(": ").append(message->text()));
  }
  const bool is_prefilled = !said.empty() && said.back()->role == llm::Role::assistant;
  append_paragraph(prompt.text, is_prefilled
                                    ? "Continue the assistant's last message where it stops. Write "
                                      "only its continuation."
                                    : "Write only the assistant's next message.");
  return prompt;
}

}  // namespace quorum::providers
