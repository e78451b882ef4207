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

/// Streams answers to one client.
class Relay final : private http::LastWords {
 public:
  /// All of them outlive it.
  Relay(async::Loop& loop, http::Responder& responder, const Spelling& spelling)
      : loop_(loop), responder_(responder), spelling_(spelling) {}

  /// The status waits for the first batch, so that a failure before it is a status of its own; a
  /// later one is the stream's last event.
  Task<Result<>> run(std::unique_ptr<llm::ChatStream> stream);

 private:
  // Until the answer has begun, who stands around it speaks.
  http::Response instead(std::string_view) override { return {}; }
  std::string behind(std::string_view message) override { return spelling_.failure(message); }

  /// The batch's events, written together.
  std::string take(const llm::Batch& batch);

  async::Loop& loop_;
  http::Responder& responder_;
  const Spelling& spelling_;
  Gathered answer_{};
};

Task<Result<Gathered>> gather(std::unique_ptr<llm::ChatStream> stream);

}  // namespace quorum::api::platform
