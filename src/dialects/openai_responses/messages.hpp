#pragma once
/// Messages written as the items of a request's input.

#include "dialects/untaken.hpp"
#include "json/writer.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_responses {

struct ItemRules {
  llm::Maker maker = llm::Maker::openai;  ///< Whose seals the target can open.
  bool takes_thoughts = false;            ///< Those without a seal, too.
  bool marks_cache = false;               ///< Cache hints are written as breakpoints.
};

/// Writes the array of items. What cannot be said here is named in `dropped`, once.
void write_input(json::Writer& writer, const llm::Chat& chat, const ItemRules& rules,
                 dialects::Dropped& dropped);

}  // namespace quorum::openai_responses
