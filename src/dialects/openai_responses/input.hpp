#pragma once
/// The input of a request, items in their order, read into messages.

#include <vector>

#include "core/error.hpp"
#include "json/value.hpp"
#include "llm/chat.hpp"

namespace quorum::openai_responses {

/// Reads `input`, a string or an array of items, behind the messages that are there already.
///
/// What an assistant said comes as several items, and becomes one message: thoughts, words and
/// calls in their order, up to what anyone else says. Items that no other dialect knows become an
/// `Opaque` of that message. Seals of other makers, which our own answers carry in reasoning items
/// (see `sealing.hpp`), go back to the part they belong to.
Result<> read_input(json::Value input, std::vector<llm::Message>& messages);

}  // namespace quorum::openai_responses
