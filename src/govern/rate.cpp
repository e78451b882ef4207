#include "govern/rate.hpp"

#include <algorithm>

namespace quorum::govern {
namespace {

constexpr std::int64_t kMinuteNs = 60'000'000'000;

}  // namespace

Rate::Taken Rate::take(std::int64_t per_minute_max, TimePoint now) {
  // Rounded up, so that rounding never lets one more pass.
  const auto interval = (kMinuteNs + per_minute_max - 1) / per_minute_max;
  const auto bucket = interval * per_minute_max;
  const auto now_ns =
      std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
  auto full_at = full_at_ns_.load(std::memory_order_relaxed);
  while (true) {
    const auto lacking = std::max<std::int64_t>(full_at - now_ns, 0);
    const auto then = lacking + interval;
    if (then > bucket) {
      return {.full_after = std::chrono::nanoseconds(lacking),
              .wait = std::chrono::nanoseconds(then - bucket)};
    }
    // The number guards nothing but itself.
    if (full_at_ns_.compare_exchange_weak(full_at, now_ns + then, std::memory_order_relaxed)) {
      return {.is_allowed = true,
              .left = (bucket - then) / interval,
              .full_after = std::chrono::nanoseconds(then)};
    }
  }
}

}  // namespace quorum::govern
