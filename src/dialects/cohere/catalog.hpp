#pragma once
/// Lists of models as Cohere's clients read them.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "llm/backend.hpp"

namespace quorum::cohere {

/// Which models are wanted of a list.
struct ModelPage {
  std::size_t size = 20;
  std::string from{};      ///< The first that is told; empty: from the beginning.
  std::string endpoint{};  ///< Only those that can do this; empty: all.
};

/// A list's parameters `page_size`, `page_token` and `endpoint`; empty where none is given.
Result<ModelPage> read_model_page(std::string_view size, std::string_view token,
                                  std::string_view endpoint);

std::string write_models(std::span<const llm::ModelInfo> models, const ModelPage& page);
std::string write_model(const llm::ModelInfo& model);

}  // namespace quorum::cohere
