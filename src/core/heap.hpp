#pragma once
/// The program's heap: what is freed lies ready, by size, for whoever next asks for as much.

#include <cstddef>

namespace quorum::heap {

// A gateway allocates the same few sizes over and over, in waves as large as its connections are
// many: the system's own cache of seven blocks of a size overflows with every wave. This one keeps
// more, for each thread of its own, bounded by bytes for each size. Every block comes from `malloc`
// and may be freed by any thread.
//
// It is the heap of the program `quorum` (`app/command/main.cpp`), and not of those that have our
// library in them.

inline constexpr std::size_t kSmallMax = 4104;         ///< By grains of 16 bytes up to here,
inline constexpr std::size_t kLargeMax = 32 << 10;     ///< and by whole kilobytes up to here.
inline constexpr std::size_t kTinyMax = 1032;          ///< Of sizes up to here a thread keeps
inline constexpr std::size_t kTinyKeptMax = 64 << 10;  ///< so many bytes each,
inline constexpr std::size_t kKeptMax = 256 << 10;     ///< of larger ones so many,
inline constexpr std::size_t kLargeKeptMax = 1 << 20;  ///< and of those by whole kilobytes.

/// For `operator new`: throws `std::bad_alloc` where the machine has no more.
void* take(std::size_t size);

/// For `operator delete`; `size` is what was asked for.
void give(void* memory) noexcept;
void give(void* memory, std::size_t size) noexcept;

/// How many blocks lie ready for this thread, of those that `size` bytes would come from.
std::size_t kept(std::size_t size);

/// Returns all that lies ready for this thread to `malloc`.
void give_back();

}  // namespace quorum::heap
