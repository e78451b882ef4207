#include "app/spare_memory.hpp"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "core/log.hpp"

namespace quorum::app {
namespace {

/// Less is soon needed again, and costs more to return than to keep.
constexpr std::size_t kSpareBytesMax = 32 << 20;

/// Of the process, without what files back: the allocator's own count of free bytes goes on telling
/// of pages that it has returned.
std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t size = 0;
  std::size_t resident = 0;
  std::size_t shared = 0;
  statm >> size >> resident >> shared;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return (resident - std::min(resident, shared)) * page;
}

class GlibcHeap final : public Heap {
 public:
  std::size_t spare_bytes() const override {
    const auto info = mallinfo2();
    const auto resident = resident_bytes();
    return resident - std::min(resident, info.uordblks + info.hblkhd);
  }
  void give_back() override { malloc_trim(0); }
};

}  // namespace

Heap& system_heap() {
  static GlibcHeap heap;
  return heap;
}

Task<> return_spare_memory(async::Loop& loop, Heap& heap, std::chrono::seconds pause) {
  std::size_t before = 0;
  while (true) {
    co_await loop.sleep(pause);
    const auto now = heap.spare_bytes();
    if (std::min(before, now) > kSpareBytesMax) {
      heap.give_back();
      log::debug("memory: {} KB were spare, {} are", now >> 10, heap.spare_bytes() >> 10);
      before = 0;  // What cannot be returned is not tried at every look.
    } else {
      before = now;
    }
  }
}

}  // namespace quorum::app
