#pragma once
/// The keys of clients that stand in the configuration.

#include <vector>

#include "app/config/deployments.hpp"
#include "app/config/yaml_models.hpp"
#include "core/error.hpp"
#include "core/secret.hpp"

namespace quorum::app {

/// `QUORUM_MASTER_KEY`, `LITELLM_MASTER_KEY` and, as LiteLLM's file has it, the `master_key` of
/// `general_settings`, itself or as `os.environ/NAME`. A file that names a variable which is not
/// set is an error: without it everybody would be let in whom the file wanted out.
Result<std::vector<Secret>> read_master_keys(const YamlModels& models, const FindVariable& find);

}  // namespace quorum::app
