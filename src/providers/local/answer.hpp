#pragma once
/// One answer of a local model on its way from the worker to who asked.

#include <cstdint>
#include <optional>
#include <vector>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "llm/backend.hpp"
#include "llm/delta.hpp"

namespace quorum::providers {

/// Single-threaded, on the workers' loop. What the worker writes is kept until it is asked for: at
/// most a context's worth, so the worker never waits for a reader.
class LocalAnswer {
 public:
  LocalAnswer(async::Loop& home, std::int64_t id) : id_(id), has_news_(home) {}

  std::int64_t id() const { return id_; }

  void add(llm::Delta delta);

  /// The answer is complete, or never will be.
  void end(std::optional<Error> error);
  bool is_ended() const { return is_ended_; }

  /// Until the worker has said anything; its refusal, where that came first.
  Task<Result<>> begun();

  /// As `llm::ChatStream::next`.
  Task<Result<std::optional<llm::Batch>>> next();

 private:
  std::int64_t id_;
  async::Event has_news_;
  std::vector<llm::Delta> deltas_;
  std::optional<Error> error_;
  bool is_ended_ = false;
};

}  // namespace quorum::providers
