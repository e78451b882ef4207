#pragma once
/// One part of a message's content, read into our words.

#include "core/error.hpp"
#include "dialects/fields.hpp"
#include "llm/part.hpp"

namespace quorum::openai_chat {

/// A part of a type that we do not know is kept as it stands, for those who share the spelling.
Result<llm::Part> read_part(const dialects::Object& part);

}  // namespace quorum::openai_chat
