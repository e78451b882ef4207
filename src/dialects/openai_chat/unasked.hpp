#pragma once
/// What stands in every chunk of a stream only because its usage was asked for.

#include <string>
#include <string_view>

namespace quorum::openai_chat {

/// Appends an event's bytes without their empty `usage`: who did not ask for usage is not sent the
/// member, and Mistral's client takes a null there for a fault.
void append_without_null_usage(std::string_view event, std::string& out);

}  // namespace quorum::openai_chat
