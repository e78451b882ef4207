#include "bench/load/metronome.hpp"

#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

#include "core/try.hpp"

namespace quorum::bench {

using std::chrono::nanoseconds;
using std::chrono::seconds;

Result<std::unique_ptr<Metronome>> Metronome::create(async::Loop& loop) {
  async::Fd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
  if (!timer) return async::system_error("No timer can be made.", errno);
  QUORUM_TRY(auto descriptor,
             async::Descriptor::watch(loop, timer.get(), async::Descriptor::Trigger::once));
  return std::unique_ptr<Metronome>(new Metronome(std::move(timer), std::move(descriptor)));
}

Task<Result<>> Metronome::until(TimePoint moment) {
  while (std::chrono::steady_clock::now() < moment) {
    const auto since = std::chrono::duration_cast<nanoseconds>(moment.time_since_epoch());
    const auto whole = std::chrono::duration_cast<seconds>(since);
    const itimerspec spec{
        .it_interval = {},
        .it_value = {.tv_sec = whole.count(), .tv_nsec = (since - whole).count()}};
    if (::timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &spec, nullptr) != 0) {
      co_return async::system_error("The timer cannot be set.", errno);
    }
    QUORUM_CO_CHECK(co_await descriptor_->readable());
    std::array<char, 8> ticks{};
    // Nothing to be read is a wake a moment too early.
    (void)!::read(timer_.get(), ticks.data(), ticks.size());
  }
  co_return {};
}

TimePoint Schedule::next() {
  const double since = static_cast<double>(count_++) / per_second_;
  return begin_ + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(since));
}

}  // namespace quorum::bench
