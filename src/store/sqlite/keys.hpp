#pragma once
/// The keys of clients in the same SQLite file as the debates.

#include <memory>

#include "core/error.hpp"
#include "store/keys.hpp"
#include "store/sqlite/access.hpp"

namespace quorum::store::sqlite {

/// Several processes may have the file open: what one changes, the others find.
Result<std::unique_ptr<Keys>> open_keys(const Config& config);

}  // namespace quorum::store::sqlite
