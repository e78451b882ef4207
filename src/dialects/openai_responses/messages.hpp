#pragma once
/// Messages written as the items of a request's input.

#include <string>
#include <vector>

#include "json/writer.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_responses {

struct ItemRules {
  llm::Maker maker = llm::Maker::openai;  ///< Whose seals the target can open.
  bool marks_cache = false;               ///< Cache hints are written as breakpoints.
};

/// Writes the array of items. What cannot be said here is named in `dropped`, once.
void write_input(json::Writer& writer, const llm::Chat& chat, const ItemRules& rules,
                 std::vector<std::string>& dropped);

/// Adds a name that is not there yet.
void note(std::vector<std::string>& names, std::string name);

}  // namespace quorum::openai_responses
