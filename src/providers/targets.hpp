#pragma once
/// The dialects that can be spoken to providers.

#include "dialects/target.hpp"
#include "llm/dialect.hpp"
#include "providers/vendors.hpp"

namespace quorum::providers {

/// Null where nobody can be asked in that dialect.
const dialects::Target* target_of(llm::Dialect dialect);

/// The same as one vendor wraps it.
const dialects::Target* target_of(const Offer& offer);

}  // namespace quorum::providers
