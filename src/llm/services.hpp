#pragma once
/// What some providers do beside chatting: vectors for texts, counting tokens, and whatever else is
/// handed through to them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "async/task.hpp"
#include "core/error.hpp"
#include "llm/backend.hpp"
#include "llm/passage.hpp"

namespace quorum::llm {

/// Texts whose vectors are wanted.
struct EmbedCall {
  std::string model;
  Wire wire{};  ///< A client's own bytes; `read` is not used.
  std::vector<std::string> texts{};
  std::optional<std::int64_t> dimensions{};
  std::string purpose{};  ///< As Gemini and Cohere ask for: `search_query`, `search_document` …
  std::string user_id{};
  bool is_base64 = false;  ///< The client wants each vector as Base64 of 32-bit floats.

  /// A member of the request that only a provider of `wire`'s dialect can honour; empty for none.
  std::string only_as_spelled{};
};

struct Embeddings {
  std::string bytes{};  ///< The provider's answer, where it is in the dialect of `EmbedCall::wire`.
  std::vector<std::vector<float>> vectors{};  ///< Otherwise; one for each text.
  std::optional<Usage> usage{};
  std::string model{};
};

class Embedder {
 public:
  virtual ~Embedder() = default;
  virtual Task<Result<Embeddings>> embed(EmbedCall call, CallContext context) = 0;
};

struct TokenCount {
  std::int64_t tokens = 0;
  std::optional<std::int64_t> cached{};
  bool is_estimate = false;  ///< Nobody could be asked; we counted (`estimate.hpp`).
};

class TokenCounter {
 public:
  virtual ~TokenCounter() = default;

  /// How many tokens `call` would be read as. Answers for every model: where the provider cannot
  /// be asked, by an estimate.
  virtual Task<Result<TokenCount>> count(Call call, CallContext context) = 0;
};

/// All of them, as one loop has them. They answer to the names that its models have.
struct Services {
  Embedder& embedder;
  TokenCounter& counter;
  Passage& passage;
};

}  // namespace quorum::llm
