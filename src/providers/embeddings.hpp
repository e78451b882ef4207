#pragma once
/// Questions for vectors and their answers, as each kind of provider spells them. Pure.

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "llm/services.hpp"
#include "providers/vendors.hpp"

namespace quorum::providers {

/// `call.texts` for `model`, which is how the provider calls it.
std::string write_embedding(Embedding spelling, const llm::EmbedCall& call, std::string_view model);

/// As many vectors as `texts_count`, in their order; anything else is `upstream_failed`.
/// `provider` is named in errors.
Result<llm::Embeddings> read_embedding(Embedding spelling, std::string_view provider,
                                       std::string_view body, std::size_t texts_count);

/// What an answer in OpenAI's spelling or Cohere's says it cost; nothing where it does not say.
std::optional<llm::Usage> embedding_usage(Embedding spelling, std::string_view body);

}  // namespace quorum::providers
