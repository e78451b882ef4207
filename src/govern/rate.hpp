#pragma once
/// So many requests a minute, exactly, counted by one atomic number that any thread may touch.

#include <atomic>
#include <chrono>
#include <cstdint>

#include "core/clock.hpp"

namespace quorum::govern {

/// Of one key: N requests a minute.
///
/// The generic cell rate algorithm: a bucket of N that fills evenly, one request every 60 s / N,
/// and never above N. It promises, whatever the requests' order and threads:
///   - no request is refused while the bucket has one to give: N at once after a minute's silence,
///     and for ever one every 60 s / N;
///   - in any stretch of t seconds at most N + N · t / 60 pass;
///   - a refused request takes nothing, and one that comes `wait` later passes, unless another
///     was faster.
/// Providers count in the same way, so a client that keeps to this keeps to them. Nothing waits
/// and nothing is freed: the number is the moment at which the bucket will be full again.
class Rate {
 public:
  struct Taken {
    bool is_allowed = false;
    std::int64_t left = 0;                  ///< So many more could pass now.
    std::chrono::nanoseconds full_after{};  ///< Until the bucket is full.
    std::chrono::nanoseconds wait{};        ///< Of one that is refused, until one may pass.
  };

  /// A `now` that is behind another thread's sees a bucket less full than it is, never a fuller
  /// one: who is refused so asks again with the time read anew.
  Taken take(std::int64_t per_minute_max, TimePoint now);

 private:
  std::atomic<std::int64_t> full_at_ns_{0};
};

}  // namespace quorum::govern
