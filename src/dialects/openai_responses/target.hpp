#pragma once
/// OpenAI's Responses API as a provider needs it.

#include "dialects/target.hpp"

namespace quorum::openai_responses {

const dialects::Target& target();

}  // namespace quorum::openai_responses
