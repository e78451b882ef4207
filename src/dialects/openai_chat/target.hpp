#pragma once
/// OpenAI's Chat Completions as providers speak them.

#include "dialects/target.hpp"

namespace quorum::openai_chat {

/// Lives as long as the process.
const dialects::Target& target();

}  // namespace quorum::openai_chat
