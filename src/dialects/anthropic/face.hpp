#pragma once
/// Anthropic's Messages as a face.

#include "dialects/face.hpp"

namespace quorum::anthropic {

/// The one object; it lives as long as the program.
const dialects::Face& face();

}  // namespace quorum::anthropic
