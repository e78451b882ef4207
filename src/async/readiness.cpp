#include "async/readiness.hpp"

namespace quorum::async {

void Readiness::open(Way way) {
  open_[index(way)] = true;
  wake_all(waiters_[index(way)]);
}

void Readiness::set_deadline(TimePoint moment) {
  is_late_ = false;
  deadline_ = moment;
  if (moment >= armed_for_) return;
  armed_for_ = moment;
  loop_.arm(*this, moment);
}

void Readiness::fire() {
  armed_for_ = deadline_;
  if (deadline_ > loop_.now()) return loop_.arm(*this, deadline_);
  armed_for_ = TimePoint::max();
  is_late_ = true;
  for (auto& waiters : waiters_) wake_all(waiters);
}

void Readiness::wake_all(List<Waiter>& waiters) {
  while (!waiters.empty()) waiters.front().wake();
}

Result<> Readiness::Wait::await_resume() const {
  // Opened and closed again since: whoever waited tries, finds nothing, and waits again.
  if (readiness_.is_open(way_) || !readiness_.is_late_) return {};
  return Error{.code = Errc::deadline_exceeded,
               .message = "The other side took longer than it may."};
}

}  // namespace quorum::async
