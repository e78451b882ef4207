#include "async/frame_pool.hpp"

namespace quorum::async {

/// Opens the thread's shelves when it takes its first block, and clears them when it ends.
void* FramePool::take_new(std::size_t size) {
  struct Keeper {
    Keeper() {
      for (std::size_t i = 1; i < shelves.size(); ++i) {
        shelves[i].count_max = static_cast<std::uint32_t>(kKeptBytesMax / (i * kGrain));
      }
    }
    ~Keeper() { close(); }
  };
  static thread_local const Keeper kKeeper;
  // The whole grain, so that every block on a shelf fits whoever takes it.
  return ::operator new(shelf_of(size) * kGrain);
}

void FramePool::close() {
  for (Shelf& shelf : shelves) {
    while (shelf.first != nullptr) {
      Block* const block = shelf.first;
      shelf.first = block->next;
      ::operator delete(block);
    }
    shelf = {};
  }
}

}  // namespace quorum::async
