#include "async/descriptor.hpp"

#include <cassert>

#include "core/try.hpp"

namespace quorum::async {

Result<std::unique_ptr<Descriptor>> Descriptor::watch(Loop& loop, int fd, Trigger trigger) {
  auto descriptor = std::make_unique<Descriptor>(loop, fd, trigger);
  QUORUM_CHECK(descriptor->start());
  return descriptor;
}

Descriptor::Descriptor(Loop& loop, int fd, Trigger trigger)
    : fd_(fd), trigger_(trigger), readiness_(loop) {
  assert(loop.poller() != nullptr && "a simulated loop has no descriptors");
}

Result<> Descriptor::start(Poller::Cohort cohort) {
  return loop().poller()->add(fd_, *this, trigger_, cohort);
}

// Explicitly, though closing mostly does it: a child between fork and exec may hold a copy, and
// the poller would go on to tell a watcher that is no more.
Descriptor::~Descriptor() { loop().poller()->remove(fd_); }

Readiness::Wait Descriptor::wait(Way way) {
  if (trigger_ == Trigger::once) {
    readiness_.close(way);
    loop().poller()->rearm(fd_, *this,
                           {.can_read = way == Way::read || readiness_.is_awaited(Way::read),
                            .can_write = way == Way::write || readiness_.is_awaited(Way::write)});
  }
  return readiness_.wait(way);
}

void Descriptor::ready(Poller::Ready what) {
  if (what.can_read) readiness_.open(Way::read);
  if (what.can_write) readiness_.open(Way::write);
  if (what.has_ended) readiness_.set_ended();
  if (trigger_ == Trigger::once) rearm();
}

/// What was told is spent; the other way may still be awaited.
void Descriptor::rearm() {
  const Poller::Ready wanted{.can_read = readiness_.is_awaited(Way::read),
                             .can_write = readiness_.is_awaited(Way::write)};
  if (wanted.can_read || wanted.can_write) loop().poller()->rearm(fd_, *this, wanted);
}

}  // namespace quorum::async
