#pragma once
/// Waiting for a descriptor of the system, ours or that of a library which reads it itself.

#include <cstdint>
#include <memory>

#include "async/loop.hpp"
#include "async/poller.hpp"
#include "async/readiness.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::async {

/// Owns no descriptor: `fd` stays open until this is destroyed, and has one `Descriptor` at most.
class Descriptor final : private Poller::Watcher {
 public:
  /// `edge` for who reads and writes until the system has no more, then says so with `exhausted`.
  /// `once` for a library's descriptor (libpq): each wait asks the system anew.
  using Trigger = Poller::Trigger;

  static Result<std::unique_ptr<Descriptor>> watch(Loop& loop, int fd, Trigger trigger);

  /// Waits for nothing until `start` has succeeded: for who has it as a part.
  Descriptor(Loop& loop, int fd, Trigger trigger);
  Result<> start(Poller::Cohort cohort = Poller::Cohort::first);
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  /// Until reading, or writing, would not block. After `once` also a moment too early, at times.
  Readiness::Wait readable() { return wait(Way::read); }
  Readiness::Wait writable() { return wait(Way::write); }

  /// Until the other side has ended its half or is gone. With `edge` only.
  Task<> ended() { return readiness_.ended(); }
  bool has_ended() const { return readiness_.has_ended(); }
  Event& ending() { return readiness_.ending(); }

  /// What it waits on with `edge`, for who joins it without a task.
  Readiness& readiness() { return readiness_; }

  /// With `edge`: what was last heard of the way, less what has been exhausted since.
  bool may(Way way) const { return readiness_.is_open(way); }
  void exhausted(Way way) { readiness_.close(way); }

  /// Later waits, and those in progress, fail with `deadline_exceeded` from `moment` on.
  void set_deadline(TimePoint moment) { readiness_.set_deadline(moment); }

 private:
  Loop& loop() { return readiness_.ending().loop(); }
  Readiness::Wait wait(Way way);
  void ready(Poller::Ready what) override;
  void rearm();

  int fd_;
  Trigger trigger_;
  Readiness readiness_;
};

}  // namespace quorum::async
