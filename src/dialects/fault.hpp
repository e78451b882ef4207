#pragma once
/// What is wrong with a client's request, said so that the client can put it right.

#include <string>
#include <string_view>

#include "core/error.hpp"

namespace quorum::dialects {

/// "`field` must be `expected`."
Error wrong(std::string field, std::string_view expected);

/// "`field` is missing: `hint`."
Error missing(std::string field, std::string_view hint);

}  // namespace quorum::dialects
