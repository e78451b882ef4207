#pragma once
/// How many tokens a question is, as its provider counts them or as we guess.

#include <memory>

#include "llm/services.hpp"
#include "providers/places.hpp"

namespace quorum::providers {

/// Asks the provider where it can be asked; where it cannot, or does not answer, the letters are
/// counted. What the provider says is wrong with the request is an error. What `places` gives
/// outlives the counter.
std::unique_ptr<llm::TokenCounter> token_counter(Places places);

/// About how many tokens `chat` is.
std::int64_t estimate_tokens_of(const llm::Chat& chat);

}  // namespace quorum::providers
