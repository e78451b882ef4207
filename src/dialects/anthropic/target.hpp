#pragma once
/// Anthropic's Messages as a target: of Anthropic itself, of Google and Amazon who serve its
/// models, and of whoever spells alike.

#include "dialects/target.hpp"

namespace quorum::anthropic {

/// The one object; it lives as long as the program.
const dialects::Target& target();

}  // namespace quorum::anthropic
