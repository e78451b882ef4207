#pragma once
/// Answers of the Responses API in the same SQLite file as the debates.

#include <memory>

#include "core/error.hpp"
#include "store/responses.hpp"
#include "store/sqlite/access.hpp"

namespace quorum::store::sqlite {

/// Has threads of its own beside those of `open_debates`; the file may be the same.
Result<std::unique_ptr<Responses>> open_responses(const Config& config);

}  // namespace quorum::store::sqlite
