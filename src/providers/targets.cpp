#include "providers/targets.hpp"

#include "dialects/anthropic/target.hpp"
#include "dialects/bedrock/invoke.hpp"
#include "dialects/bedrock/target.hpp"
#include "dialects/cohere/target.hpp"
#include "dialects/gemini/target.hpp"
#include "dialects/ollama/target.hpp"
#include "dialects/openai_chat/target.hpp"
#include "dialects/openai_completions/target.hpp"
#include "dialects/openai_responses/target.hpp"

namespace quorum::providers {

const dialects::Target* target_of(llm::Dialect dialect) {
  switch (dialect) {
    case llm::Dialect::openai_chat: return &openai_chat::target();
    case llm::Dialect::openai_completions: return &openai_completions::target();
    case llm::Dialect::openai_responses: return &openai_responses::target();
    case llm::Dialect::anthropic: return &anthropic::target();
    case llm::Dialect::gemini: return &gemini::target();
    case llm::Dialect::ollama_chat: return &ollama::target();
    case llm::Dialect::ollama_generate: return &ollama::generate_target();
    case llm::Dialect::cohere: return &cohere::target();
    case llm::Dialect::bedrock: return &bedrock::target();
    default: return nullptr;
  }
}

const dialects::Target* target_of(const Offer& offer) {
  if (offer.wrapping == Wrapping::none) return target_of(offer.dialect);
  static const bedrock::InvokeTarget kClaude{anthropic::target()};
  return offer.dialect == llm::Dialect::anthropic ? &kClaude : nullptr;
}

}  // namespace quorum::providers
