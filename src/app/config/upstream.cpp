#include "app/config/upstream.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cstddef>
#include <utility>

#include "app/config/setting.hpp"
#include "core/try.hpp"

namespace quorum::app {
namespace {

constexpr std::int64_t kConnectionsMax = 1'000'000;

struct Wait {
  std::string_view variable;
  std::string_view name;
  std::optional<std::chrono::milliseconds> http::WaitRules::* rule;
};
constexpr std::array<Wait, 4> kWaits{
    {{"QUORUM_CONNECT_TIMEOUT", "connect_timeout", &http::WaitRules::connect_max},
     {"QUORUM_FIRST_BYTE_TIMEOUT", "first_byte_timeout", &http::WaitRules::head_max},
     {"QUORUM_CHUNK_TIMEOUT", "chunk_timeout", &http::WaitRules::chunk_max},
     {"QUORUM_TOTAL_TIMEOUT", "total_timeout", &http::WaitRules::total_max}}};

constexpr std::string_view kTrust = "SSL_CERT_FILE";
constexpr std::string_view kConnections = "QUORUM_UPSTREAM_CONNECTIONS";

Error in(std::string_view variable, const Error& error) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("{}: {}.", variable, error.message)};
}

/// Programs read the name in small letters first, as curl does.
std::string proxy_of(const FindVariable& find, std::string_view small, std::string_view large) {
  if (auto value = find(small)) return std::move(*value);
  return find(large).value_or("");
}

Result<> read_proxies(const FindVariable& find, http::ClientConfig& client) {
  http::ProxyRules::Texts texts{.http = proxy_of(find, "http_proxy", "HTTP_PROXY"),
                                .https = proxy_of(find, "https_proxy", "HTTPS_PROXY"),
                                .all = proxy_of(find, "all_proxy", "ALL_PROXY"),
                                .no = proxy_of(find, "no_proxy", "NO_PROXY")};
  // In the file it may be a list.
  if (const auto items = read_list(texts.no)) texts.no = fmt::format("{}", fmt::join(*items, ","));
  // To a CGI program HTTP_PROXY is a header that its client sent.
  if (find("REQUEST_METHOD")) texts.http = find("http_proxy").value_or("");
  QUORUM_TRY(client.proxies, http::ProxyRules::parse(texts));
  return {};
}

}  // namespace

std::vector<YamlName> upstream_names() {
  std::vector<YamlName> names{{"http_proxy", "HTTP_PROXY"},
                              {"https_proxy", "HTTPS_PROXY"},
                              {"all_proxy", "ALL_PROXY"},
                              {"no_proxy", "NO_PROXY"},
                              {"ssl_cert_file", std::string(kTrust)},
                              {"upstream_connections", std::string(kConnections)}};
  for (const auto& wait : kWaits) {
    names.push_back({std::string(wait.name), std::string(wait.variable)});
  }
  return names;
}

std::string proxy_variable(std::string_view provider) {
  std::string variable;
  for (const char c : provider) {
    variable += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return variable + "_PROXY";
}

Result<> read_upstream(const FindVariable& find, http::ClientConfig& client) {
  QUORUM_CHECK(read_proxies(find, client));
  client.ca_file = find(kTrust).value_or("");
  for (const auto& wait : kWaits) {
    const auto value = find(wait.variable);
    if (!value) continue;
    const auto seconds = read_seconds(*value);
    if (!seconds) return in(wait.variable, seconds.error());
    client.waits.*wait.rule = *seconds;
  }
  if (const auto value = find(kConnections)) {
    const auto count = read_integer(*value, 1, kConnectionsMax);
    if (!count) return in(kConnections, count.error());
    client.connections_per_origin_max = static_cast<std::size_t>(*count);
  }
  return {};
}

}  // namespace quorum::app
