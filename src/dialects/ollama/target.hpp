#pragma once
/// Ollama's two endpoints as servers speak them.

#include "dialects/target.hpp"

namespace quorum::ollama {

// Both live as long as the process.
const dialects::Target& target();           ///< `POST /api/chat`.
const dialects::Target& generate_target();  ///< `POST /api/generate`, for its own clients' bytes.

}  // namespace quorum::ollama
