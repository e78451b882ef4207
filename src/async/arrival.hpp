#pragma once
/// Waiting for a stream's bytes with as little as that takes.

#include <coroutine>
#include <optional>

#include "async/readiness.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::async {

/// Until there may be something to `try_read`: as `stream.readable()`, but without a frame of its
/// own where the stream knows what to wait on, and perhaps too early there. Awaited where it is
/// made.
class Arrival {
 public:
  explicit Arrival(ByteStream& stream) {
    if (auto* const readiness = stream.plain_readiness()) {
      wait_.emplace(*readiness, Way::read);
    } else {
      readable_.emplace(stream.readable());
    }
  }

  bool await_ready() const { return wait_ ? wait_->await_ready() : readable_->was_done(); }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> coroutine) {
    if (wait_) {
      wait_->await_suspend(coroutine);
      return std::noop_coroutine();
    }
    readable_->handle().promise().waiter = coroutine;
    return readable_->handle();
  }
  Result<> await_resume() const { return wait_ ? wait_->await_resume() : readable_->take(); }

 private:
  std::optional<Readiness::Wait> wait_;
  std::optional<Task<Result<>>> readable_;
};

}  // namespace quorum::async
