#pragma once
/// JSON in a form that equal values share.

#include <string>
#include <string_view>

namespace quorum::translation {

/// Members sorted, numbers by value, no space. A text that is no JSON is returned as it is.
std::string canonical(std::string_view json);

}  // namespace quorum::translation
