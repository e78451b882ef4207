#pragma once
/// Vectors for texts as Ollama spells them: `/api/embed`, and `/api/embeddings` before it.

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/target.hpp"
#include "llm/services.hpp"

namespace quorum::ollama {

/// Which of the two is asked: the old one takes one `prompt` and answers with one vector.
enum class EmbedEndpoint : std::uint8_t { embed, embeddings };

/// A client's question, and our answer to it.
Result<llm::EmbedCall> read_embed(EmbedEndpoint endpoint, std::string_view body);
std::string write_embeddings(EmbedEndpoint endpoint, const llm::Embeddings& embeddings,
                             std::string_view model);

/// Our question to a server's `/api/embed`, and its answer.
dialects::Outgoing write_embed(const llm::EmbedCall& call, std::string_view model);
Result<llm::Embeddings> read_embeddings(std::string_view provider, std::string_view body);

}  // namespace quorum::ollama
