#pragma once
/// A chat's messages in the order in which Anthropic wants them: a system text, then turns of the
/// user and the assistant, the results of tools first in the turn behind their calls.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/anthropic/model.hpp"
#include "dialects/untaken.hpp"
#include "llm/chat.hpp"

namespace quorum::anthropic {

/// A part, or the result of a call. Points into the chat.
struct Block {
  const llm::Part* part = nullptr;
  const llm::Message* result = nullptr;
  std::string id{};  ///< Of a call or a result, as it is to be written.
};

struct Turn {
  llm::Role role = llm::Role::user;  ///< `user`, `assistant`, or `system` amid the others.
  std::vector<Block> blocks{};
};

struct Turns {
  std::vector<const llm::Part*> system{};
  std::vector<Turn> turns{};
};

/// What a request loses on its way.
struct Losses {
  dialects::Dropped dropped{};
  dialects::Dropped emulated{};
};

/// Leaves out what cannot be said, and names it. Consecutive turns of one role are one.
Turns turns_of(const llm::Chat& chat, const Traits& traits, Losses& losses);

/// Whether the last calls were made without thoughts that can be sent back: Anthropic then refuses
/// to let the model think on a budget.
bool has_unsealed_calls(const Turns& turns);

}  // namespace quorum::anthropic
