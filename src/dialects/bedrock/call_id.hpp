#pragma once
/// Ids of calls that others made, fit for Amazon's pattern.

#include <string>
#include <string_view>

namespace quorum::bedrock {

/// The same for the same id: as it is where it fits (`[a-zA-Z0-9_.:-]{1,64}`), else one made from
/// it.
std::string call_id(std::string_view id);

}  // namespace quorum::bedrock
