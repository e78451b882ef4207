#pragma once
/// Time as a dependency, so that no test ever sleeps.

#include <chrono>
#include <cstdint>
#include <string>

namespace quorum {

using TimePoint = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

/// Milliseconds since 1970-01-01T00:00Z, UTC.
using UnixMs = std::int64_t;

class Clock {
 public:
  virtual ~Clock() = default;

  /// Never goes back: for deadlines and durations.
  virtual TimePoint now() const = 0;

  /// The same, read anew where `now` stands still for a while: for what must be measured exactly.
  virtual TimePoint read() const { return now(); }

  /// May jump: only for what people read.
  virtual UnixMs unix_ms() const = 0;
};

class SystemClock final : public Clock {
 public:
  TimePoint now() const override;
  UnixMs unix_ms() const override;
};

/// Stands still until told otherwise.
class ManualClock final : public Clock {
 public:
  TimePoint now() const override { return now_; }
  UnixMs unix_ms() const override {
    return epoch_ms_ +
           std::chrono::duration_cast<std::chrono::milliseconds>(now_.time_since_epoch()).count();
  }
  void advance(Duration step) { now_ += step; }

 private:
  TimePoint now_{};
  UnixMs epoch_ms_ = 1'800'000'000'000;
};

/// `2026-11-21T09:25:50.123Z` (RFC 3339, UTC).
std::string rfc3339(UnixMs moment);

}  // namespace quorum
