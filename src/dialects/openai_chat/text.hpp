#pragma once
/// Members that may be of any type: what they say where they are text, and nothing where not.

#include <string>
#include <string_view>

#include "json/value.hpp"

namespace quorum::openai_chat {

inline std::string_view text(json::Value value) { return value.string().value_or(""); }
inline std::string copy(json::Value value) { return std::string{text(value)}; }

}  // namespace quorum::openai_chat
