#pragma once
/// Vectors for texts as Google spells them: embedContent and batchEmbedContents.

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/target.hpp"
#include "llm/services.hpp"

namespace quorum::gemini {

/// Which of the two is asked: one takes one content, the other many requests of it.
enum class EmbedEndpoint : std::uint8_t { one, batch };

/// A client's question, and our answer to it. What they are for and how long they are must be the
/// same for all of a batch. The model stands in the address.
Result<llm::EmbedCall> read_embed(EmbedEndpoint endpoint, std::string_view body);
std::string write_embeddings(EmbedEndpoint endpoint, const llm::Embeddings& embeddings);

/// Our question to a server's batchEmbedContents, and its answer or that of an embedContent.
dialects::Outgoing write_embed(const llm::EmbedCall& call, std::string_view model);
Result<llm::Embeddings> read_embeddings(std::string_view provider, std::string_view body);

}  // namespace quorum::gemini
