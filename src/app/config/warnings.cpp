#include "app/config/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "providers/key_shape.hpp"
#include "providers/vendors.hpp"

namespace quorum::app {
namespace {

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

}  // namespace

std::vector<std::string> warnings(const Config& config) {
  auto found = config.notices;
  for (const auto& [name, provider] : config.providers) {
    const auto* vendor = providers::find_vendor(name);
    if (vendor == nullptr || provider.api_key.empty()) continue;
    const auto server =
        provider.base_url.empty() ? providers::Server::vendors_own : providers::Server::another;
    auto oddity = providers::key_oddity(*vendor, provider.key_variable, provider.api_key, server);
    if (oddity) found.push_back(std::move(*oddity));
  }
  if (!is_loopback(config.server.host)) {
    found.push_back(
        fmt::format("HOST is {}: everybody who reaches this port can spend your providers' keys.",
                    config.server.host));
  }
  if (std::ranges::find(config.cors.origins, "*") != config.cors.origins.end()) {
    found.emplace_back("CORS_ORIGINS is *: every web page may use this server.");
  }
  return found;
}

}  // namespace quorum::app
