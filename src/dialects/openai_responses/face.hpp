#pragma once
/// OpenAI's Responses API as a client's endpoint needs it.

#include "dialects/face.hpp"

namespace quorum::openai_responses {

const dialects::Face& face();

}  // namespace quorum::openai_responses
