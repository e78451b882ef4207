#pragma once
/// Leases as locks on ranges of one file: the kernel gives them back when their process ends,
/// however it ends.

#include <cstdint>
#include <memory>
#include <string>

#include "core/error.hpp"
#include "store/debates.hpp"

namespace quorum::store::sqlite {

/// Locks the `number`-th place of the file, or says who has it. Every lease opens the file anew:
/// such a lock belongs to the opening, not to the process.
Result<std::unique_ptr<Lease>> lock_place(const std::string& path, std::int64_t number);

}  // namespace quorum::store::sqlite
