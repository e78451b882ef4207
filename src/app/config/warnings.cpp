#include "app/config/warnings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "providers/key_shape.hpp"
#include "providers/vendors.hpp"

namespace quorum::app {
namespace {

constexpr std::size_t kKeyBytesMin = 20;

bool is_loopback(std::string_view host) {
  while (host.starts_with(' ')) host.remove_prefix(1);
  return host == "localhost" || host.starts_with("::1") || host.starts_with("[::1]") ||
         host.starts_with("127.") || host.starts_with("unix:");
}

/// Whether all of a comma list are.
bool are_loopback(std::string_view hosts) {
  const auto comma = hosts.find(',');
  if (!is_loopback(hosts.substr(0, comma))) return false;
  return comma == hosts.npos || are_loopback(hosts.substr(comma + 1));
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
  if (!are_loopback(config.server.host) && config.server.tls_key_file.empty()) {
    found.push_back(fmt::format(
        "HOST is {} without QUORUM_TLS_CERT: keys and prompts can be read on their way.",
        config.server.host));
  }
  for (const auto& key : config.master_keys) {
    if (key.reveal().size() >= kKeyBytesMin) continue;
    found.push_back(fmt::format(
        "A master key of fewer than {} letters can be guessed: `quorum keys create` makes better "
        "ones.",
        kKeyBytesMin));
  }
  if (std::ranges::find(config.cors.origins, "*") != config.cors.origins.end()) {
    found.emplace_back("CORS_ORIGINS is *: every web page may use this server.");
  }
  return found;
}

}  // namespace quorum::app
