#pragma once
/// Where a task that mostly waits will look when it is woken.

#include <array>
#include <cstddef>
#include <cstdint>

namespace quorum::async {

class Loop;

/// Among a thousand open streams nothing of one is left in the processor's caches by the time it is
/// woken, and each first look at a part of it waits for the memory, one after the other. The loop
/// has all of them fetched while the tasks before it run.
///
/// Hints: nothing is read through them, so a part that is gone does no harm.
class Footprint {
 public:
  static constexpr std::size_t kPartsMax = 12;  ///< More are forgotten.

  /// Of the task that runs, for as long as this exists; then again the one before it, if any.
  explicit Footprint(Loop& loop);
  Footprint(const Footprint&) = delete;
  Footprint& operator=(const Footprint&) = delete;
  ~Footprint() {
    if (place_ != nullptr) *place_ = outer_;
  }

  /// Of the task that runs; null where it has none.
  static const Footprint* innermost(Loop& loop);

  template <typename T>
  void add(const T& part) {
    add(&part, sizeof part);
  }
  void add(const void* part, std::size_t size) {
    const auto offset = reinterpret_cast<std::uintptr_t>(part) % kLine;
    if (count_ == kPartsMax) return;
    begins_[count_] = static_cast<const char*>(part) - offset;
    lines_[count_++] = static_cast<std::uint16_t>((offset + size + kLine - 1) / kLine);
  }

  /// How many cache lines all parts lie in.
  std::size_t lines() const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < count_; ++i) sum += lines_[i];
    return sum;
  }

  /// Asks the memory for all parts, and does not wait for it.
  void fetch() const {
    for (std::size_t i = 0; i < count_; ++i) fetch(begins_[i], lines_[i] * kLine);
  }
  static void fetch(const void* part, std::size_t size) {
    for (std::size_t at = 0; at < size; at += kLine) {
      __builtin_prefetch(static_cast<const char*>(part) + at);
    }
  }

 private:
  static constexpr std::size_t kLine = 64;

  std::array<const char*, kPartsMax> begins_{};
  std::array<std::uint16_t, kPartsMax> lines_{};
  std::uint16_t count_ = 0;
  const Footprint** place_;
  const Footprint* outer_;
};

}  // namespace quorum::async
