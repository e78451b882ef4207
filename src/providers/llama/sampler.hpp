#pragma once
/// Chooses the next token from the model's scores, as one request asks for it.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/error.hpp"
#include "llm/chat.hpp"
#include "llm/delta.hpp"
#include "providers/llama/model.hpp"

struct llama_sampler;
struct llama_token_data;

namespace quorum::llama {

/// The natural logarithm of the sum of all exponentials: `score - log_total` is a log-probability.
double log_total(std::span<const float> scores);

class Sampler {
 public:
  /// `model` outlives it. A grammar that cannot be read is `invalid_request`.
  static Result<Sampler> create(const Model& model, const llm::Chat& chat);
  Sampler(Sampler&&) noexcept;
  Sampler& operator=(Sampler&&) noexcept;
  ~Sampler();

  struct Choice {
    Token token = 0;
    std::optional<llm::TokenLogprob> logprob{};  ///< Where the request wants it.
  };

  /// `upstream_failed` where no token of the model fits the grammar.
  Result<Choice> choose(std::span<const float> scores);

 private:
  struct Free {
    void operator()(llama_sampler* sampler) const;
  };
  using Chain = std::unique_ptr<llama_sampler, Free>;

  Sampler(const Model& model, const llm::Chat& chat);
  void add_penalties(const llm::Chat& chat);
  void consider_all(std::span<const float> scores);
  Result<Token> choose_token(std::span<const float> scores);
  Result<Token> choose_under_grammar(std::span<const float> scores);
  std::optional<Token> choose_allowed(std::span<const float> scores, std::size_t tokens_max);
  Token sample();
  bool fits_grammar(Token token);
  std::optional<Token> forced_end();
  llm::TokenLogprob explain(Token token, std::span<const float> scores) const;

  const Model* model_;
  Chain chain_;
  Chain grammar_;
  std::vector<llama_token_data> candidates_;
  bool wants_logprobs_;
  std::size_t top_logprobs_;
};

}  // namespace quorum::llama
