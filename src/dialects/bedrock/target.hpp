#pragma once
/// Amazon's Converse as Bedrock speaks it.

#include "dialects/target.hpp"

namespace quorum::bedrock {

/// Lives as long as the process. The model and whether the answer is streamed stand in the address.
const dialects::Target& target();

}  // namespace quorum::bedrock
