#pragma once
/// Records on their way from one thread to another, in a fixed room that neither waits for.

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace quorum::store::journal {

/// One thread puts in, one takes out. Each writes a cache line of its own, and the one that puts in
/// looks at the other's only when, by what it saw last, there is no room.
class Ring {
 public:
  /// `bytes` is rounded up to a power of two.
  explicit Ring(std::size_t bytes)
      : size_(std::bit_ceil(bytes)), room_(std::make_unique_for_overwrite<char[]>(size_)) {}

  /// Room for at most `bytes` in one piece, or null where there is none. Not taken until `commit`.
  char* reserve(std::size_t bytes);

  /// What was reserved last now holds so many bytes, and the other thread may see them.
  void commit(std::size_t bytes);

  /// By what the one that puts in saw last: never too little.
  std::size_t seen_bytes() const { return static_cast<std::size_t>(write_.at - write_.seen); }

  /// What stands in front, or nothing (a null view) where all is taken.
  std::string_view front();
  void pop();

  /// Any thread; true a moment ago.
  std::size_t waiting_bytes() const {
    return tail_.load(std::memory_order_relaxed) - head_.load(std::memory_order_relaxed);
  }
  std::size_t size() const { return size_; }

 private:
  using Length = std::uint32_t;
  static constexpr Length kSkip = ~Length{0};  ///< The rest up to the room's end is left out.

  static std::size_t whole(std::size_t bytes) {
    return (sizeof(Length) + bytes + sizeof(Length) - 1) / sizeof(Length) * sizeof(Length);
  }
  char* place(std::uint64_t at) { return room_.get() + (at & (size_ - 1)); }
  std::size_t left_until_end(std::uint64_t at) const { return size_ - (at & (size_ - 1)); }

  const std::size_t size_;
  const std::unique_ptr<char[]> room_;

  struct Writer {
    std::uint64_t at = 0;
    std::uint64_t seen = 0;  ///< Where the reader was.
  };
  struct Reader {
    std::uint64_t at = 0;
    std::uint64_t seen = 0;  ///< Where the writer was.
  };
  alignas(64) Writer write_{};
  std::atomic<std::uint64_t> tail_{0};
  alignas(64) Reader read_{};
  std::atomic<std::uint64_t> head_{0};
};

}  // namespace quorum::store::journal
