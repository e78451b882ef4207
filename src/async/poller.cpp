#include "async/poller.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "async/calls.hpp"
#include "async/footprint.hpp"
#include "async/system.hpp"
#include "core/try.hpp"

namespace quorum::async {
namespace {

/// Of a watcher that is told next: a `Descriptor`.
constexpr std::size_t kWatcherFetched = 192;

Poller::Ready ready_of(std::uint32_t events) {
  const bool is_over = (events & (EPOLLHUP | EPOLLERR)) != 0;
  return {.can_read = is_over || (events & (EPOLLIN | EPOLLRDHUP)) != 0,
          .can_write = is_over || (events & EPOLLOUT) != 0,
          .has_ended = is_over || (events & EPOLLRDHUP) != 0};
}

class EpollPoller final : public Poller {
 public:
  EpollPoller(Fd epoll, Fd wake) : epoll_(std::move(epoll)), wake_(std::move(wake)) {}

  Result<> add(int fd, Watcher& watcher, Trigger trigger, Cohort cohort) override {
    const std::uint32_t events = trigger == Trigger::edge
                                     ? EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET
                                     : std::uint32_t{EPOLLONESHOT};
    return control(EPOLL_CTL_ADD, fd, tagged(watcher, cohort), events);
  }

  void rearm(int fd, Watcher& watcher, Ready wanted) override {
    std::uint32_t events = EPOLLONESHOT;
    if (wanted.can_read) events |= EPOLLIN | EPOLLRDHUP;
    if (wanted.can_write) events |= EPOLLOUT;
    // A descriptor that was closed under its watcher: whoever waits finds out when it reads.
    if (!control(EPOLL_CTL_MOD, fd, tagged(watcher, Cohort::first), events)) {
      watcher.ready({.can_read = true, .can_write = true, .has_ended = true});
    }
  }

  void remove(int fd) override { ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr); }

  void wait(std::optional<std::chrono::milliseconds> wait_max) override {
    constexpr std::int64_t kWaitMs = 3'600'000;
    const int wait_ms =
        wait_max ? static_cast<int>(std::clamp<std::int64_t>(wait_max->count(), 0, kWaitMs)) : -1;
    const int count = calls::wait(epoll_.get(), events_, wait_ms);
    // Interrupted by a signal: the loop looks at its work and comes again.
    if (count < 0) return;
    const auto events = std::span(events_).first(static_cast<std::size_t>(count));
    for (const auto& event : events) {
      if (event.data.ptr != nullptr) Footprint::fetch(event.data.ptr, kWatcherFetched);
    }
    for (const auto cohort : {Cohort::first, Cohort::second}) tell(events, cohort);
  }

  void wake() override {
    const std::uint64_t one = 1;
    while (::write(wake_.get(), &one, sizeof one) < 0 && errno == EINTR) {
    }
  }

  Result<> control(int operation, int fd, void* tag, std::uint32_t events) {
    epoll_event event{.events = events, .data = {.ptr = tag}};
    if (::epoll_ctl(epoll_.get(), operation, fd, &event) == 0) return {};
    return system_error("The descriptor cannot be watched.", errno);
  }

 private:
  /// A watcher's address is even: which of its first two bytes is pointed at says its cohort.
  static void* tagged(Watcher& watcher, Cohort cohort) {
    return reinterpret_cast<char*>(&watcher) + static_cast<std::ptrdiff_t>(cohort);
  }

  static void tell(std::span<const epoll_event> events, Cohort cohort) {
    for (const auto& event : events) {
      auto* const tag = static_cast<char*>(event.data.ptr);
      const auto own = static_cast<std::ptrdiff_t>(reinterpret_cast<std::uintptr_t>(tag) & 1U);
      // Edge-triggered, so the count in the eventfd never needs to be read.
      if (own != static_cast<std::ptrdiff_t>(cohort) || tag == nullptr) continue;
      reinterpret_cast<Watcher*>(tag - own)->ready(ready_of(event.events));
    }
  }

  Fd epoll_;
  Fd wake_;
  std::array<epoll_event, 256> events_{};
};

}  // namespace

Result<std::unique_ptr<Poller>> Poller::create() {
  Fd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return system_error("No event loop can be made.", errno);
  Fd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake) return system_error("No event loop can be made.", errno);
  const int wake_fd = wake.get();
  auto poller = std::make_unique<EpollPoller>(std::move(epoll), std::move(wake));
  QUORUM_CHECK(poller->control(EPOLL_CTL_ADD, wake_fd, nullptr, EPOLLIN | EPOLLET));
  return poller;
}

}  // namespace quorum::async
