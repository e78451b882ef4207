#pragma once
/// What the configuration says of the way to providers: proxies, trust, patience, limits.

#include <string>
#include <string_view>
#include <vector>

#include "app/config/deployments.hpp"
#include "app/config/yaml_file.hpp"
#include "core/error.hpp"
#include "http/client.hpp"

namespace quorum::app {

/// Its names in the file, with the variables that mean the same.
std::vector<YamlName> upstream_names();

/// `OPENAI_PROXY` for `openai`: one provider's own proxy.
std::string proxy_variable(std::string_view provider);

/// The error names the variable that is wrong, and shows no password.
Result<> read_upstream(const FindVariable& find, http::ClientConfig& client);

}  // namespace quorum::app
