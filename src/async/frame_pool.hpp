#pragma once
/// Memory for coroutine frames: a request makes dozens, of a few sizes, again and again.

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define QUORUM_POOLS_FRAMES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define QUORUM_POOLS_FRAMES 0
#endif
#endif
#ifndef QUORUM_POOLS_FRAMES
#define QUORUM_POOLS_FRAMES 1
#endif

namespace quorum::async {

/// One thread's free blocks, by size. What one thread took another may give back. A thread keeps no
/// more than `kKeptBytesMax` of each size, so a burst leaves little behind.
///
/// Left out under the address sanitizer, which can then tell who uses a frame that has ended.
class FramePool {
 public:
  static constexpr std::size_t kGrain = 16;
  static constexpr std::size_t kPooledMax = 4096;  ///< Larger blocks are not kept.
  static constexpr std::size_t kKeptBytesMax = 64 << 10;

  static void* take(std::size_t size) {
    if (!QUORUM_POOLS_FRAMES || size > kPooledMax) return ::operator new(size);
    auto& shelf = shelves[shelf_of(size)];
    if (shelf.first == nullptr) return take_new(size);
    Block* const block = shelf.first;
    shelf.first = block->next;
    --shelf.count;
    return block;
  }

  static void give(void* memory, std::size_t size) noexcept {
    if (!QUORUM_POOLS_FRAMES || size > kPooledMax) return ::operator delete(memory);
    auto& shelf = shelves[shelf_of(size)];
    // Nothing fits on the shelves of a thread that has taken nothing, or that is ending.
    if (shelf.count >= shelf.count_max) return ::operator delete(memory);
    shelf.first = new (memory) Block{shelf.first};
    ++shelf.count;
  }

  /// How many blocks of that size lie ready for this thread.
  static std::size_t kept(std::size_t size) { return shelves[shelf_of(size)].count; }

 private:
  struct Block {
    Block* next;
  };
  struct Shelf {
    Block* first = nullptr;
    std::uint32_t count = 0;
    std::uint32_t count_max = 0;
  };
  using Shelves = std::array<Shelf, kPooledMax / kGrain + 1>;

  static std::size_t shelf_of(std::size_t size) { return (size + kGrain - 1) / kGrain; }
  static void* take_new(std::size_t size);
  static void close();

  static constinit thread_local Shelves shelves;
};

inline constinit thread_local FramePool::Shelves FramePool::shelves{};

}  // namespace quorum::async
