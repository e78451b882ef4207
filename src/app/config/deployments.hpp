#pragma once
/// Providers of one's own and models by name, as the file says and the environment completes.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "app/config/config.hpp"
#include "app/config/yaml_models.hpp"

namespace quorum::app {

/// The value of a variable, where it is set.
using FindVariable = std::function<std::optional<std::string>(std::string_view name)>;

/// What `text` says, or what the variable holds that it names (`env:NAME`, `os.environ/NAME`). `at`
/// is where it stands.
Result<std::string> resolved(std::string_view at, std::string_view text, const FindVariable& find);

/// Adds them to `config`, whose vendors are read already. A key is `env:NAME` or
/// `os.environ/NAME`; in a `model_list`, as LiteLLM has it, it may stand there itself.
Result<> add_own_models(Config& config, const YamlModels& models, const FindVariable& find);

}  // namespace quorum::app
