#include "llm/dialect.hpp"

namespace quorum::llm {

std::string_view name(Dialect dialect) {
  switch (dialect) {
    case Dialect::none: return "none";
    case Dialect::openai_chat: return "openai-chat";
    case Dialect::openai_completions: return "openai-completions";
    case Dialect::openai_responses: return "openai-responses";
    case Dialect::anthropic: return "anthropic";
    case Dialect::gemini: return "gemini";
    case Dialect::ollama_chat: return "ollama-chat";
    case Dialect::ollama_generate: return "ollama-generate";
    case Dialect::cohere: return "cohere";
    case Dialect::bedrock: return "bedrock";
  }
  return "none";
}

}  // namespace quorum::llm
