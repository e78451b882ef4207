#pragma once
/// Google's generateContent as providers speak it: Google itself, and Vertex.

#include "dialects/target.hpp"

namespace quorum::gemini {

/// Model and delivery stand in the address, which is the caller's business; a stream is asked for
/// with `alt=sse`. Lives as long as the process.
const dialects::Target& target();

}  // namespace quorum::gemini
