#include "app/spare_memory.hpp"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <span>

#include "core/heap.hpp"
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
  void give_back() override {
    heap::give_back();
    malloc_trim(0);
  }
};

/// Of one loaded file: only what is never written, so that nothing is lost.
int let_go_of_file(dl_phdr_info* file, std::size_t, void*) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  for (const auto& part : std::span(file->dlpi_phdr, file->dlpi_phnum)) {
    if (part.p_type != PT_LOAD || (part.p_flags & PF_X) == 0 || (part.p_flags & PF_W) != 0)
      continue;
    const auto begin = (file->dlpi_addr + part.p_vaddr) / page * page;
    const auto end = file->dlpi_addr + part.p_vaddr + part.p_memsz;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): an address is what the linker gives.
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
  return 0;
}

}  // namespace

void let_go_of_code() { ::dl_iterate_phdr(let_go_of_file, nullptr); }

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
