#pragma once
/// A hierarchical timer wheel: arming, moving and cancelling a timer take constant time and
/// allocate nothing. It knows ticks, not clocks.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "async/list.hpp"

namespace quorum::async {

using Tick = std::uint64_t;

/// Fires once for each time it was armed. Destroying or unlinking it cancels it.
class Timer : public ListHook {
 public:
  bool is_armed() const { return is_linked(); }
  void cancel() { unlink(); }

 protected:
  ~Timer() = default;

 private:
  friend class TimerWheel;

  /// Must not destroy timers; may arm and cancel them.
  virtual void fire() = 0;

  Tick when_ = 0;
};

/// Seven levels of 64 slots, each level 64 times coarser than the one below: a timer lies in the
/// level of the highest digit (base 64) in which its moment differs from the wheel's, and sinks as
/// that moment comes near. Timers outlive neither their armed state here nor the wheel.
class TimerWheel {
 public:
  /// Beyond this many ticks a timer fires early; at a millisecond a tick it is 139 years.
  static constexpr Tick kTickMax = (Tick{1} << 42) - 1;

  /// Not before `when`. One that is already due fires in the next `advance`.
  void arm(Timer& timer, Tick when);

  /// When `advance` should be called next: never later than the first timer is due, perhaps
  /// earlier. Nothing where no timer is armed.
  std::optional<Tick> next();

  /// Fires all that is due at `now`, in the order of their ticks.
  void advance(Tick now);

 private:
  static constexpr unsigned kLevelBits = 6;
  static constexpr std::size_t kSlots = std::size_t{1} << kLevelBits;
  static constexpr std::size_t kLevels = 7;

  struct Slot {
    std::size_t level;
    std::size_t index;
    Tick start;
  };

  std::optional<Slot> first_slot();
  void place(Timer& timer);
  static void fire_all(List<Timer>& due);

  std::array<std::array<List<Timer>, kSlots>, kLevels> slots_;
  std::array<std::uint64_t, kLevels> occupied_{};  ///< A bit may outlive its slot's last timer.
  List<Timer> overdue_;
  Tick now_ = 0;
};

}  // namespace quorum::async
