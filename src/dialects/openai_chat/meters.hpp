#pragma once
/// What is metered of an answer whose bytes are passed on, without reading its words.

#include <optional>
#include <string_view>

#include "dialects/answer_memory.hpp"

namespace quorum::openai_chat {

/// Finish and usage of a whole answer that `read_reply` takes; or nothing, where it is
/// of a rarer sort or wrong: `read_reply` says which. What `memory` knows of is not read again.
std::optional<dialects::Meters> read_meters(std::string_view body, dialects::AnswerMemory& memory);

}  // namespace quorum::openai_chat
