#pragma once
/// Whether another model may do what one could not.

#include "core/error.hpp"

namespace quorum::llm {

/// Not what the caller would have to mend, nor what nobody waits for any more.
bool may_another(const Error& error);

}  // namespace quorum::llm
