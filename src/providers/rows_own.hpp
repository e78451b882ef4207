#pragma once
/// Rows of the vendors' table: those who have a dialect, or a door, of their own.

#include <span>

#include "providers/vendors.hpp"

namespace quorum::providers {

std::span<const Vendor> rows_own();

}  // namespace quorum::providers
