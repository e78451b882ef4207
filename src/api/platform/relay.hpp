#pragma once
/// From a backend's answer to the platform's: streamed or whole.

#include <memory>
#include <string>

#include "api/platform/spelling.hpp"
#include "api/route.hpp"
#include "async/loop.hpp"
#include "llm/backend.hpp"

namespace quorum::api::platform {

/// A model that nobody has is a 400 here, not a 404.
Error unsupported(Error error, std::string_view model);

/// `model` at `provider`, for those who name the two apart, or why not.
Result<llm::ModelInfo> find_model_of(const llm::Models& models, std::string_view provider,
                                     std::string_view model);

/// Opens the call; its refusals are those of the contract.
Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::ChatBackend& backend, llm::Call call,
                                                    llm::CallContext context);

/// Streams `stream` to its end. The status waits for the first batch, so that a failure before it
/// is a status of its own; a later one is the stream's last event.
Task<Result<>> relay(async::Loop& loop, http::Responder& responder,
                     std::unique_ptr<llm::ChatStream> stream, const Spelling& spelling);

Task<Result<Gathered>> gather(std::unique_ptr<llm::ChatStream> stream);

}  // namespace quorum::api::platform
