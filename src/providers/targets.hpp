#pragma once
/// The dialects that can be spoken to providers.

#include "dialects/target.hpp"
#include "llm/dialect.hpp"

namespace quorum::providers {

/// Null where nobody can be asked in that dialect.
const dialects::Target* target_of(llm::Dialect dialect);

}  // namespace quorum::providers
