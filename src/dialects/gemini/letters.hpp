#pragma once
/// Words in other letters, of ASCII alone.

#include <string>
#include <string_view>

namespace quorum::gemini {

std::string lower(std::string_view word);
std::string upper(std::string_view word);
std::string in_camel_case(std::string_view name);  ///< `top_k` → `topK`.
/// Whether `key` is `name` in that other spelling.
bool is_snake_case_of(std::string_view key, std::string_view name);
std::string in_snake_case(std::string_view name);  ///< `topK` → `top_k`.

}  // namespace quorum::gemini
