#pragma once
/// What is metered of an answer whose bytes are passed on, without reading its words.

#include <optional>
#include <string_view>
#include <vector>

#include "llm/delta.hpp"

namespace quorum::openai_chat {

/// Finish, usage, id and model of a whole answer that `read_reply` takes; or nothing, where it is
/// of a rarer sort or wrong: `read_reply` says which.
std::optional<std::vector<llm::Delta>> read_meters(std::string_view body);

}  // namespace quorum::openai_chat
