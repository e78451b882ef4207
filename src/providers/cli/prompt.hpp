#pragma once
/// A chat as the one text that a command-line agent takes.

#include <string>
#include <vector>

#include "llm/chat.hpp"

namespace quorum::providers {

struct AgentPrompt {
  std::string system{};  ///< Empty where there is none, or where it went into `text`.
  std::string text{};
  std::vector<std::string> dropped{};  ///< What an agent cannot be told, as OpenAI calls it.
};

enum class SystemPlace : bool { in_text, apart };

/// A lone question stays as it is; a longer conversation is told with its speakers' names and the
/// wish that its last message be answered.
AgentPrompt agent_prompt(const llm::Chat& chat, SystemPlace place);

}  // namespace quorum::providers
