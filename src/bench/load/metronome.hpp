#pragma once
/// Moments to keep to, finer than the loop's own ticks.

#include <memory>

#include "async/descriptor.hpp"
#include "async/loop.hpp"
#include "async/system.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace quorum::bench {

/// A timer of the system's, which wakes to within some microseconds; a loop's own wakes to within a
/// millisecond, which would be most of the latency that is measured.
class Metronome {
 public:
  static Result<std::unique_ptr<Metronome>> create(async::Loop& loop);

  /// Returns at once where the moment has passed.
  Task<Result<>> until(TimePoint moment);

 private:
  Metronome(async::Fd timer, std::unique_ptr<async::Descriptor> descriptor)
      : timer_(std::move(timer)), descriptor_(std::move(descriptor)) {}

  async::Fd timer_;
  std::unique_ptr<async::Descriptor> descriptor_;  ///< Ends before what it watches.
};

/// When the requests of a steady rate are due: evenly, so that a burst is the server's own doing.
class Schedule {
 public:
  Schedule(TimePoint begin, double per_second) : begin_(begin), per_second_(per_second) {}
  TimePoint next();

 private:
  TimePoint begin_;
  double per_second_;
  std::uint64_t count_ = 0;
};

}  // namespace quorum::bench
