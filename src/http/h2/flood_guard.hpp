#pragma once
/// How much noise a connection may make: frames that cost the server and ask for nothing. Pure.

#include "core/clock.hpp"

namespace quorum::h2 {

/// A bucket of patience that fills with time and with useful work. Pings, settings, priorities,
/// window updates, empty pieces of body, resets (the rapid kind too, CVE-2023-44487) and requests
/// that make us reset them all draw from it.
class FloodGuard {
 public:
  static constexpr double kPatienceMax = 2'000;
  static constexpr double kPatiencePerSecond = 100;

  explicit FloodGuard(TimePoint now) : filled_at_(now) {}

  /// False once patience is at its end, for good.
  bool bear(unsigned weight, TimePoint now);

  /// A piece of body sent or received may well be followed by a window update; an answer in full by
  /// more.
  void earn(unsigned weight);

 private:
  double patience_ = kPatienceMax;
  TimePoint filled_at_;
};

}  // namespace quorum::h2
