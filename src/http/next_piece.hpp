#pragma once
/// Waiting for the next piece of an answer's body with as little as that takes.

#include <coroutine>
#include <optional>
#include <string>

#include "async/readiness.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "http/client.hpp"

namespace quorum::http {

/// As `response.read()`, but without a frame of its own where the answer knows what to wait on: an
/// answer that streams waits most of its life. Nothing where it was woken too early. Awaited where
/// it is made.
class NextPiece {
 public:
  explicit NextPiece(ClientResponse& response) : response_(response) {
    if (auto* const readiness = response.begin_wait()) {
      wait_.emplace(*readiness, async::Way::read);
    } else {
      reading_.emplace(response.read());
    }
  }

  bool await_ready() const { return wait_ ? wait_->await_ready() : reading_->was_done(); }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> coroutine) {
    if (wait_) {
      wait_->await_suspend(coroutine);
      return std::noop_coroutine();
    }
    reading_->handle().promise().waiter = coroutine;
    return reading_->handle();
  }
  std::optional<Result<std::string>> await_resume() {
    if (!wait_) return reading_->take();
    return response_.end_wait(wait_->await_resume());
  }

 private:
  ClientResponse& response_;
  std::optional<async::Readiness::Wait> wait_;
  std::optional<Task<Result<std::string>>> reading_;
};

}  // namespace quorum::http
