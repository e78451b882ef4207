#pragma once
/// The HTTP status that stands for each kind of failure, before a dialect has its say.

#include "core/error.hpp"

namespace quorum::dialects {

int status_of(Errc code);

}  // namespace quorum::dialects
