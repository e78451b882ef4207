#pragma once
/// Debates in one SQLite file: what a person or a small team needs, and nothing to install.

#include <cstddef>
#include <memory>
#include <string>

#include "core/error.hpp"
#include "store/debates.hpp"

namespace quorum::store::sqlite {

struct Config {
  std::string path{};  ///< Of the file; its folder is made where it is missing.
  std::size_t queue_bytes_max = std::size_t{64} << 20;  ///< Appended and not yet committed.
  std::size_t reads_max = 1024;                         ///< Waiting at once.
};

/// Several processes may have the file open. The file's neighbours `-wal`, `-shm` and `.leases`
/// belong to it.
///
/// What a relaxed append could not do is told by the next append to the same debate.
Result<std::unique_ptr<Debates>> open_debates(Config config);

}  // namespace quorum::store::sqlite
