#pragma once
/// Cohere's `POST /v2/chat` as its servers speak it.

#include "dialects/target.hpp"

namespace quorum::cohere {

/// Lives as long as the process.
const dialects::Target& target();

}  // namespace quorum::cohere
