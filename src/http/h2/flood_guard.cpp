#include "http/h2/flood_guard.hpp"

#include <algorithm>
#include <chrono>

namespace quorum::h2 {

bool FloodGuard::bear(unsigned weight, TimePoint now) {
  if (patience_ < 0) return false;
  const std::chrono::duration<double> passed = now - filled_at_;
  filled_at_ = now;
  patience_ = std::min(kPatienceMax, patience_ + passed.count() * kPatiencePerSecond);
  patience_ -= weight;
  return patience_ >= 0;
}

void FloodGuard::earn(unsigned weight) {
  if (patience_ >= 0) patience_ = std::min(kPatienceMax, patience_ + weight);
}

}  // namespace quorum::h2
