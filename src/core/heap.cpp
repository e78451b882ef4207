#include "core/heap.hpp"

#include <malloc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace quorum::heap {
namespace {

constexpr std::size_t kGrain = 16;
constexpr std::size_t kLargeGrain = 1 << 10;
constexpr std::size_t kSmallest = 24;
constexpr std::size_t kSmallShelves = (kSmallMax - 8) / kGrain + 1;
constexpr std::size_t kLargeShelves = kLargeMax / kLargeGrain;

struct Block {
  Block* next;
};

struct Shelf {
  Block* first = nullptr;
  std::uint32_t count = 0;
  std::uint32_t count_max = 0;
};

using Shelves = std::array<Shelf, kSmallShelves + kLargeShelves>;
constinit thread_local Shelves shelves{};

/// Small blocks are 16 n + 8 bytes, which is what glibc's chunks hold: none is wasted, and the size
/// that was asked for tells the shelf.
constexpr std::size_t small_shelf(std::size_t size) {
  return (std::max(size, kSmallest) + 7) / kGrain;
}
constexpr std::size_t small_bytes(std::size_t shelf) { return shelf * kGrain + 8; }
constexpr std::size_t large_shelf(std::size_t grains) { return kSmallShelves + grains - 1; }
constexpr std::size_t grains_of(std::size_t size) { return (size + kLargeGrain - 1) / kLargeGrain; }

void empty(Shelf& shelf) {
  while (shelf.first != nullptr) {
    Block* const block = shelf.first;
    shelf.first = block->next;
    std::free(block);
  }
  shelf.count = 0;
}

/// Opens the thread's shelves when it first asks for memory, and clears them when it ends: nothing
/// fits on a shelf before that and after.
struct Keeper {
  Keeper() {
    for (std::size_t i = 1; i < kSmallShelves; ++i) {
      shelves[i].count_max = static_cast<std::uint32_t>(
          (small_bytes(i) <= kTinyMax ? kTinyKeptMax : kKeptMax) / small_bytes(i));
    }
    for (std::size_t grains = 1; grains <= kLargeShelves; ++grains) {
      shelves[large_shelf(grains)].count_max =
          static_cast<std::uint32_t>(kLargeKeptMax / (grains * kLargeGrain));
    }
  }
  ~Keeper() {
    for (Shelf& shelf : shelves) {
      empty(shelf);
      shelf.count_max = 0;
    }
  }
};

[[gnu::noinline]] void* take_new(std::size_t size) {
  static thread_local const Keeper kKeeper;
  while (true) {
    if (void* const memory = std::malloc(size)) return memory;
    const auto handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void* take_from(Shelf& shelf, std::size_t size) {
  Block* const block = shelf.first;
  if (block == nullptr) return take_new(size);
  shelf.first = block->next;
  --shelf.count;
  return block;
}

void give_to(Shelf& shelf, void* memory) {
  if (shelf.count >= shelf.count_max) return std::free(memory);
  shelf.first = new (memory) Block{shelf.first};
  ++shelf.count;
}

/// Of a block whose size only `malloc` knows.
[[gnu::noinline]] void give_measured(void* memory) {
  const auto size = ::malloc_usable_size(memory);
  if (size <= kSmallMax) return give_to(shelves[size / kGrain], memory);
  if (size >= kLargeMax + kLargeGrain) return std::free(memory);
  give_to(shelves[large_shelf(size / kLargeGrain)], memory);
}

}  // namespace

void* take(std::size_t size) {
  if (size <= kSmallMax) {
    const auto shelf = small_shelf(size);
    return take_from(shelves[shelf], small_bytes(shelf));
  }
  if (size > kLargeMax) return take_new(size);
  const auto grains = grains_of(size);
  return take_from(shelves[large_shelf(grains)], grains * kLargeGrain);
}

void give(void* memory) noexcept {
  if (memory != nullptr) give_measured(memory);
}

void give(void* memory, std::size_t size) noexcept {
  if (memory == nullptr) return;
  if (size <= kSmallMax) return give_to(shelves[small_shelf(size)], memory);
  if (size > kLargeMax) return std::free(memory);
  give_to(shelves[large_shelf(grains_of(size))], memory);
}

std::size_t kept(std::size_t size) {
  if (size <= kSmallMax) return shelves[small_shelf(size)].count;
  if (size > kLargeMax) return 0;
  return shelves[large_shelf(grains_of(size))].count;
}

void give_back() {
  for (Shelf& shelf : shelves) empty(shelf);
}

}  // namespace quorum::heap
