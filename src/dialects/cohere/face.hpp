#pragma once
/// Cohere's chat as a client speaks it.

#include "dialects/face.hpp"

namespace quorum::cohere {

const dialects::Face& face();

}  // namespace quorum::cohere
