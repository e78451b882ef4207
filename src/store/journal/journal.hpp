#pragma once
/// The request log as a journal: segments of checksummed frames in one folder, written by one
/// thread, read by whoever may.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "store/requests.hpp"

namespace quorum::store::journal {

struct Config {
  std::string folder{};
  std::uint64_t segment_bytes_max = std::uint64_t{16} << 20;
  std::uint64_t kept_bytes_max = std::uint64_t{256} << 20;  ///< The oldest segments go first.
  std::chrono::hours kept_max = std::chrono::hours(24 * 30);
  std::size_t queue_bytes = std::size_t{1} << 20;     ///< For each recorder.
  std::chrono::milliseconds batch_wait{50};           ///< So long records gather.
  std::chrono::milliseconds checkpoint_wait{30'000};  ///< Between two of the totals'.
};

/// Makes the folder and goes on behind its last whole record. `conflict` where another process
/// writes there. `clock` may be asked from any thread and outlives it.
Result<std::unique_ptr<Requests>> open(const Clock& clock, Config config);

/// Of a folder that another process may be writing to; one that is not there is empty.
std::unique_ptr<RequestReader> open_reader(std::string folder);

}  // namespace quorum::store::journal
