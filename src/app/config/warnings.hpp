#pragma once
/// What a configuration allows but its owner may not have meant.

#include <string>
#include <vector>

#include "app/config/config.hpp"

namespace quorum::app {

/// One sentence each, without any key: keys of an odd shape, a server that everybody can reach.
std::vector<std::string> warnings(const Config& config);

}  // namespace quorum::app
