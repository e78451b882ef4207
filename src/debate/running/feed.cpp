#include "debate/running/feed.hpp"

#include <algorithm>
#include <utility>

namespace quorum::debate {

void Bell::ring() {
  if (is_rung_.exchange(true)) return;
  // Shared with the job: whoever waited may be gone when it runs.
  home_.post([self = shared_from_this()] { self->event_.set(); });
}

Task<> Bell::wait() {
  co_await event_.wait();
  event_.reset();
  // Lowered before the caller looks: what comes from now on rings again.
  is_rung_.store(false);
}

void Feed::publish(const std::vector<store::LogEvent>& lines) {
  if (lines.empty()) return;
  const std::lock_guard lock(mutex_);
  lines_.insert(lines_.end(), lines.begin(), lines.end());
  while (lines_.size() > lines_max_) lines_.pop_front();
  last_seq_ = lines.back().seq;
  ring_all();
}

Feed::Glimpse Feed::after(std::uint64_t seq) const {
  const std::lock_guard lock(mutex_);
  Glimpse glimpse{.is_live = is_live_, .fault = fault_};
  // Without a line of its own it cannot tell whether the store has more.
  glimpse.is_behind = lines_.empty() || (last_seq_ > seq && lines_.front().seq > seq + 1);
  if (glimpse.is_behind) return glimpse;
  const auto from =
      std::ranges::find_if(lines_, [seq](const store::LogEvent& line) { return line.seq > seq; });
  glimpse.lines.assign(from, lines_.end());
  return glimpse;
}

void Feed::go_live() {
  const std::lock_guard lock(mutex_);
  is_live_ = true;
  fault_.reset();
  ring_all();
}

// What others write from now on is not seen here, so the lines it has are not the latest for long.
void Feed::go_quiet(std::optional<Error> fault) {
  const std::lock_guard lock(mutex_);
  is_live_ = false;
  fault_ = std::move(fault);
  lines_.clear();
  ring_all();
}

void Feed::ring_all() const {
  for (const auto& bell : bells_) bell->ring();
}

void Feed::join(std::shared_ptr<Bell> bell) {
  const std::lock_guard lock(mutex_);
  bells_.push_back(std::move(bell));
}

void Feed::leave(const Bell& bell) {
  const std::lock_guard lock(mutex_);
  std::erase_if(bells_, [&bell](const auto& one) { return one.get() == &bell; });
}

std::size_t Feed::viewers() const {
  const std::lock_guard lock(mutex_);
  return bells_.size();
}

}  // namespace quorum::debate
