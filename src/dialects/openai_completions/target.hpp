#pragma once
/// OpenAI's old completions as providers speak them.

#include "dialects/target.hpp"

namespace quorum::openai_completions {

/// Lives as long as the process.
const dialects::Target& target();

}  // namespace quorum::openai_completions
