#pragma once
/// Two byte streams joined in memory, for tests on a simulated loop.

#include <cstddef>
#include <memory>
#include <utility>

#include "async/loop.hpp"
#include "async/stream.hpp"

namespace quorum::async {

/// What one end writes the other reads. Each direction holds at most `bytes_max` bytes; more waits.
/// Destroying one end is, to the other, a closed connection.
std::pair<std::unique_ptr<ByteStream>, std::unique_ptr<ByteStream>> memory_pair(
    Loop& loop, std::size_t bytes_max = 64 << 10);

}  // namespace quorum::async
