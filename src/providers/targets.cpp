#include "providers/targets.hpp"

#include "dialects/openai_chat/target.hpp"

namespace quorum::providers {

const dialects::Target* target_of(llm::Dialect dialect) {
  switch (dialect) {
    case llm::Dialect::openai_chat: return &openai_chat::target();
    default: return nullptr;
  }
}

}  // namespace quorum::providers
