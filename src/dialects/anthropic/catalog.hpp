#pragma once
/// What Anthropic's clients ask beside messages: which models there are, and how many tokens a
/// request has.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "llm/backend.hpp"
#include "llm/services.hpp"

namespace quorum::anthropic {

/// Which part of a list is wanted: behind one model or before another, never both.
struct ModelPage {
  std::size_t limit = 20;
  std::string after_id{};
  std::string before_id{};
};

/// From the query's `limit`, `after_id` and `before_id`; empty: not given.
Result<ModelPage> read_model_page(std::string_view limit, std::string_view after_id,
                                  std::string_view before_id);

/// `GET /v1/models`. A page that begins at an unknown model is refused.
Result<std::string> write_models(std::span<const llm::ModelInfo> models, const ModelPage& page);

/// `GET /v1/models/{id}`.
std::string write_model(const llm::ModelInfo& model);

// The answer of `POST /v1/messages/count_tokens`.
std::string write_count(const llm::TokenCount& count);
Result<llm::TokenCount> read_count(std::string_view provider, std::string_view body);

}  // namespace quorum::anthropic
