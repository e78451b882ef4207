#pragma once
/// Images as Ollama spells them: Base64 alone, without their type.

#include <optional>
#include <string>
#include <string_view>

#include "llm/part.hpp"

namespace quorum::ollama {

/// The image in `text`, a `data:` URL or bare Base64, with the type that its first bytes tell;
/// nothing where it is neither.
std::optional<llm::Image> image_of(std::string_view text);

/// `image/png`, as the first bytes tell; empty where they do not.
std::string_view image_type(std::string_view base64);

}  // namespace quorum::ollama
