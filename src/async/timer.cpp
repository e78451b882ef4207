#include "async/timer.hpp"

#include <algorithm>
#include <bit>

namespace quorum::async {

void TimerWheel::arm(Timer& timer, Tick when) {
  timer.when_ = std::min(when, kTickMax);
  place(timer);
}

void TimerWheel::place(Timer& timer) {
  if (timer.when_ <= now_) return overdue_.push_back(timer);
  const auto highest_bit = static_cast<unsigned>(std::bit_width(timer.when_ ^ now_)) - 1;
  const std::size_t level = highest_bit / kLevelBits;
  const std::size_t index = (timer.when_ >> (level * kLevelBits)) % kSlots;
  slots_[level][index].push_back(timer);
  occupied_[level] |= std::uint64_t{1} << index;
}

std::optional<TimerWheel::Slot> TimerWheel::first_slot() {
  for (std::size_t level = 0; level < kLevels; ++level) {
    while (occupied_[level] != 0) {
      const auto index = static_cast<std::size_t>(std::countr_zero(occupied_[level]));
      if (slots_[level][index].empty()) {
        occupied_[level] &= ~(std::uint64_t{1} << index);
        continue;
      }
      const std::size_t shift = level * kLevelBits;
      const Tick window = now_ >> (shift + kLevelBits) << (shift + kLevelBits);
      return Slot{level, index, window | (Tick{index} << shift)};
    }
  }
  return std::nullopt;
}

std::optional<Tick> TimerWheel::next() {
  if (!overdue_.empty()) return now_;
  const auto slot = first_slot();
  return slot ? std::optional(slot->start) : std::nullopt;
}

void TimerWheel::advance(Tick now) {
  // Many turns are made within a tick.
  if (now <= now_ && overdue_.empty()) return;
  List<Timer> due;
  due.take(overdue_);
  fire_all(due);
  for (auto slot = first_slot(); slot && slot->start <= now; slot = first_slot()) {
    now_ = slot->start;
    occupied_[slot->level] &= ~(std::uint64_t{1} << slot->index);
    List<Timer> reached;
    reached.take(slots_[slot->level][slot->index]);
    while (!reached.empty()) {
      Timer& timer = reached.pop_front();
      if (timer.when_ <= now_) {
        due.push_back(timer);
      } else {
        place(timer);
      }
    }
    fire_all(due);
  }
  now_ = std::max(now_, now);
}

void TimerWheel::fire_all(List<Timer>& due) {
  while (!due.empty()) due.pop_front().fire();
}

}  // namespace quorum::async
