#include "async/descriptor_set.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "core/try.hpp"

namespace quorum::async {

Result<std::unique_ptr<DescriptorSet>> DescriptorSet::create(Loop& loop) {
  Fd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return system_error("No more descriptors can be watched.", errno);
  const int fd = epoll.get();
  QUORUM_TRY(auto descriptor, Descriptor::watch(loop, fd, Descriptor::Trigger::once));
  return std::unique_ptr<DescriptorSet>(new DescriptorSet(std::move(epoll), std::move(descriptor)));
}

void DescriptorSet::want(int fd, bool reading, bool writing) {
  epoll_event event{};
  event.data.fd = fd;
  event.events = (reading ? EPOLLIN : 0U) | (writing ? EPOLLOUT : 0U);
  if (event.events == 0) {
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
  } else if (::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event) != 0) {
    // Without room for it the library's own timeout is what remains.
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
  }
}

Task<std::vector<DescriptorSet::Ready>> DescriptorSet::wait(TimePoint moment) {
  std::array<epoll_event, 32> events{};
  std::vector<Ready> ready;
  until_ = moment;
  descriptor_->set_deadline(moment);
  while (ready.empty()) {
    const auto readable = co_await descriptor_->readable();
    const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), 0);
    for (int i = 0; i < count; ++i) {
      const auto& event = events[static_cast<std::size_t>(i)];
      const bool is_broken = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
      ready.push_back({.fd = event.data.fd,
                       .can_read = is_broken || (event.events & EPOLLIN) != 0,
                       .can_write = (event.events & EPOLLOUT) != 0});
    }
    if (!readable) break;
  }
  co_return ready;
}

void DescriptorSet::hurry(TimePoint moment) {
  if (moment >= until_) return;
  until_ = moment;
  descriptor_->set_deadline(moment);
}

}  // namespace quorum::async
