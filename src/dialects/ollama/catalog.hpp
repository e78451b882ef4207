#pragma once
/// The models that can be asked, as Ollama's lists show them.

#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "llm/backend.hpp"

namespace quorum::ollama {

/// The version of Ollama whose API this is: clients ask before they use what is new in it.
inline constexpr std::string_view kVersion = "0.13.0";

std::string write_version();                                     ///< `GET /api/version`.
std::string write_tags(std::span<const llm::ModelInfo> models);  ///< `GET /api/tags`.

/// `GET /api/ps`, of the models that are at hand now.
std::string write_running(std::span<const llm::ModelInfo> models);

/// The model that `POST /api/show` asks about.
Result<std::string> read_show(std::string_view body);
std::string write_show(const llm::ModelInfo& model);

}  // namespace quorum::ollama
