#pragma once
/// OpenAI's old `POST /v1/completions` as clients speak it.

#include "dialects/face.hpp"

namespace quorum::openai_completions {

/// Lives as long as the process.
const dialects::Face& face();

}  // namespace quorum::openai_completions
