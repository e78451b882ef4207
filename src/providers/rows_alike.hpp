#pragma once
/// Rows of the vendors' table: those who spell like OpenAI.

#include <span>

#include "providers/vendors.hpp"

namespace quorum::providers {

std::span<const Vendor> rows_alike();

}  // namespace quorum::providers
