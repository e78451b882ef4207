#pragma once
/// Vectors for texts, from whichever provider a model is of.

#include <memory>

#include "llm/services.hpp"
#include "providers/places.hpp"

namespace quorum::providers {

/// A client's bytes in OpenAI's spelling (`wire.dialect` is `openai_chat`) go as they are, but for
/// the model, to a provider of that spelling, and its bytes come back; everything else is read
/// from `EmbedCall::texts`. What `places` gives outlives the embedder.
std::unique_ptr<llm::Embedder> embedder(Places places);

}  // namespace quorum::providers
