#pragma once
/// Ollama's `POST /api/chat` as servers speak it.

#include "dialects/target.hpp"

namespace quorum::ollama {

/// Lives as long as the process.
const dialects::Target& target();

}  // namespace quorum::ollama
