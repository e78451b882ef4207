#pragma once
/// What the configuration file says of providers of one's own and of models by name, the latter as
/// LiteLLM spells it.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::app {

using Texts = std::map<std::string, std::string, std::less<>>;

/// Names and plain values, as they stand in the file.
struct YamlEntry {
  std::string name{};
  Texts values{};
};

struct YamlModels {
  std::vector<YamlEntry> providers{};       ///< `providers.NAME` that is no vendor's.
  std::vector<YamlEntry> deployments{};     ///< A row of `model_list` and its `litellm_params`.
  std::optional<std::string> master_key{};  ///< Of `general_settings`, as it stands there.
  std::vector<std::string> taken{};         ///< The names in the file that are read here.
  std::vector<std::string> notices{};       ///< What is there and not used, a sentence each.
};

/// A provider's name that is nobody's is one's own where it has a `base_url`, and a `dialect` or
/// no likeness to a vendor's name.
Result<YamlModels> read_yaml_models(std::string_view text);

}  // namespace quorum::app
