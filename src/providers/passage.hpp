#pragma once
/// Requests handed through to a provider as they are, with its credentials.

#include <memory>

#include "llm/passage.hpp"
#include "providers/places.hpp"

namespace quorum::providers {

/// What the functions of `places` give outlives the passage, which outlives its replies.
std::unique_ptr<llm::Passage> passage(Places places);

}  // namespace quorum::providers
