#pragma once
/// OpenAI's Chat Completions as clients speak them.

#include "dialects/face.hpp"

namespace quorum::openai_chat {

/// Lives as long as the process.
const dialects::Face& face();

}  // namespace quorum::openai_chat
