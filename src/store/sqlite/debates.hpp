#pragma once
/// Debates in one SQLite file: what a person or a small team needs, and nothing to install.

#include <memory>

#include "core/error.hpp"
#include "store/debates.hpp"
#include "store/sqlite/access.hpp"

namespace quorum::store::sqlite {

/// Several processes may have the file open. The file's neighbours `-wal`, `-shm` and `.leases`
/// belong to it.
///
/// What a relaxed append could not do is told by the next append to the same debate.
Result<std::unique_ptr<Debates>> open_debates(const Config& config);

}  // namespace quorum::store::sqlite
