#include "providers/targets.hpp"

#include "dialects/cohere/target.hpp"
#include "dialects/ollama/target.hpp"
#include "dialects/openai_chat/target.hpp"
#include "dialects/openai_completions/target.hpp"

namespace quorum::providers {

const dialects::Target* target_of(llm::Dialect dialect) {
  switch (dialect) {
    case llm::Dialect::openai_chat: return &openai_chat::target();
    case llm::Dialect::openai_completions: return &openai_completions::target();
    case llm::Dialect::ollama_chat: return &ollama::target();
    case llm::Dialect::cohere: return &cohere::target();
    default: return nullptr;
  }
}

}  // namespace quorum::providers
