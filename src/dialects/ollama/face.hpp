#pragma once
/// Ollama's two endpoints as clients speak them.

#include "dialects/face.hpp"

namespace quorum::ollama {

// Both live as long as the process.
const dialects::Face& chat_face();      ///< `POST /api/chat`.
const dialects::Face& generate_face();  ///< `POST /api/generate`.

}  // namespace quorum::ollama
