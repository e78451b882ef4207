#pragma once
/// Vectors for texts as Cohere's `/v2/embed` spells them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/target.hpp"
#include "json/value.hpp"
#include "llm/services.hpp"

namespace quorum::cohere {

/// More are refused: who has more asks several times.
inline constexpr std::size_t kEmbedTextsMax = 96;

/// Our question. Newer models want to know what the vectors are for: where nobody says, they are
/// for documents that are to be found. Gemini's names of purposes are understood.
dialects::Outgoing write_embed(const llm::EmbedCall& call, std::string_view model);
Result<llm::Embeddings> read_embeddings(std::string_view provider, std::string_view body);

/// What an answer says it cost.
std::optional<llm::Usage> read_embed_usage(json::Value answer);

/// A client's question, and our answer to it. Pictures and vectors of other numbers than `float`
/// only Cohere has (`EmbedCall::only_as_spelled`).
Result<llm::EmbedCall> read_embed(std::string_view body);
std::string write_embeddings(const llm::EmbedCall& call, const llm::Embeddings& embeddings,
                             std::string_view id);

}  // namespace quorum::cohere
