#pragma once
/// The configuration file, flattened to the variables that say the same.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::app {

/// A name that the file may hold, and the variable that means the same.
struct YamlName {
  std::string name;      ///< `port`, or `providers.openai.api_key`.
  std::string variable;  ///< `PORT`
};

/// Reads a mapping of `names`, nested ones as mappings. A list becomes a JSON list and a mapping
/// under a name that takes one a JSON object, as the variables take them too. A name that is not
/// known is an error that says which one was probably meant. What `taken` names is somebody else's.
Result<std::map<std::string, std::string>> read_yaml(std::string_view text,
                                                     const std::vector<YamlName>& names,
                                                     const std::vector<std::string>& taken = {});

}  // namespace quorum::app
