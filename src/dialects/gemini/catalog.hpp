#pragma once
/// The models that can be asked, as Google's list shows them.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "llm/backend.hpp"

namespace quorum::gemini {

/// What part of the list is wanted.
struct Page {
  std::size_t size = 50;
  std::string from{};  ///< The model it begins with; empty: the first.
};

/// Of the query's `pageSize` and `pageToken`; empty where they are missing.
Result<Page> read_page(std::string_view size, std::string_view token);

/// `GET /models`.
Result<std::string> write_models(std::span<const llm::ModelInfo> models, const Page& page);

/// `GET /models/{model}`.
std::string write_model(const llm::ModelInfo& model);

}  // namespace quorum::gemini
