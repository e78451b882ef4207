#pragma once
/// From a backend's answer to the platform's: streamed or whole.

#include <memory>
#include <string>

#include "api/platform/spelling.hpp"
#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/backend.hpp"

namespace quorum::api::platform {

/// The model of that name, or why not: one nobody has is a 400 here.
Result<llm::ModelInfo> find_model(const llm::Models& models, std::string_view id);

/// The same of `model` at `provider`, for those who name the two apart.
Result<llm::ModelInfo> find_model_of(const llm::Models& models, std::string_view provider,
                                     std::string_view model);

/// Streams `stream` to its end. The status waits for the first batch, so that a failure before it
/// is a status of its own; a later one is the stream's last event.
Task<Result<>> relay(async::Loop& loop, http::Responder& responder,
                     std::unique_ptr<llm::ChatStream> stream, const Spelling& spelling);

Task<Result<Gathered>> gather(std::unique_ptr<llm::ChatStream> stream);

}  // namespace quorum::api::platform
