#include "app/config/upstream.hpp"

#include <gtest/gtest.h>

#include <map>

namespace quorum::app {
namespace {

using namespace std::chrono_literals;

using Variables = std::map<std::string, std::string, std::less<>>;

Result<http::ClientConfig> read(const Variables& variables) {
  http::ClientConfig client;
  const auto find = [&](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  auto done = read_upstream(find, client);
  if (!done) return std::move(done.error());
  return client;
}

std::string way(const Variables& variables, std::string_view url) {
  const auto client = *read(variables);
  const auto* const proxy = client.proxies.find(*http::Url::parse(url));
  return proxy == nullptr ? "directly" : proxy->host;
}

TEST(Upstream, ReadsTheVariablesThatEverybodyReads) {
  const Variables variables{{"HTTPS_PROXY", "large:1"},
                            {"http_proxy", "plain:1"},
                            {"ALL_PROXY", "any:1"},
                            {"no_proxy", "a.example"},
                            {"NO_PROXY", "b.example"}};
  EXPECT_EQ(way(variables, "https://x.example"), "large");
  EXPECT_EQ(way(variables, "http://x.example"), "plain");
  EXPECT_EQ(way(variables, "http://a.example"), "directly");
  EXPECT_EQ(way(variables, "http://b.example"), "plain");
  EXPECT_EQ(way({{"HTTPS_PROXY", "large:1"}, {"https_proxy", "small:1"}}, "https://x"), "small");
  EXPECT_EQ(way({{"all_proxy", "any:1"}}, "https://x"), "any");
  EXPECT_EQ(way({}, "https://x"), "directly");
  EXPECT_EQ(way({{"all_proxy", "any:1"}, {"NO_PROXY", R"(["a", "x"])"}}, "https://x"), "directly");
  EXPECT_EQ(way({{"all_proxy", "any:1"}, {"NO_PROXY", "a, x"}}, "https://x"), "directly");
}

TEST(Upstream, InCgiAHeaderIsNoProxy) {
  EXPECT_EQ(way({{"HTTP_PROXY", "evil:1"}}, "http://x"), "evil");
  EXPECT_EQ(way({{"HTTP_PROXY", "evil:1"}, {"REQUEST_METHOD", "GET"}}, "http://x"), "directly");
  EXPECT_EQ(way({{"http_proxy", "good:1"}, {"REQUEST_METHOD", "GET"}}, "http://x"), "good");
}

TEST(Upstream, ReadsPatienceTrustAndLimits) {
  const auto client = *read({{"QUORUM_CONNECT_TIMEOUT", "2"},
                             {"QUORUM_FIRST_BYTE_TIMEOUT", "3"},
                             {"QUORUM_CHUNK_TIMEOUT", "0.5"},
                             {"QUORUM_TOTAL_TIMEOUT", "600"},
                             {"SSL_CERT_FILE", "/etc/ca.pem"},
                             {"QUORUM_UPSTREAM_CONNECTIONS", "10"}});
  EXPECT_EQ(client.waits.connect_max, 2s);
  EXPECT_EQ(client.waits.head_max, 3s);
  EXPECT_EQ(client.waits.chunk_max, 500ms);
  EXPECT_EQ(client.waits.total_max, 600s);
  EXPECT_EQ(client.ca_file, "/etc/ca.pem");
  EXPECT_EQ(client.connections_per_origin_max, 10U);
  EXPECT_FALSE(read({})->waits.total_max);
}

TEST(Upstream, SaysWhatIsWrong) {
  EXPECT_EQ(read({{"QUORUM_TOTAL_TIMEOUT", "soon"}}).error().message.substr(0, 21),
            "QUORUM_TOTAL_TIMEOUT:");
  EXPECT_EQ(read({{"QUORUM_UPSTREAM_CONNECTIONS", "0"}}).error().message.substr(0, 28),
            "QUORUM_UPSTREAM_CONNECTIONS:");
  const auto error = read({{"https_proxy", "socks5://name:secret@x"}}).error();
  EXPECT_EQ(error.message.substr(0, 11), "HTTPS_PROXY");
  EXPECT_EQ(error.message.find("secret"), std::string::npos);
}

TEST(Upstream, AProvidersOwnProxyHasAVariableToo) {
  EXPECT_EQ(proxy_variable("openai"), "OPENAI_PROXY");
  EXPECT_EQ(proxy_variable("azure_ai"), "AZURE_AI_PROXY");
}

}  // namespace
}  // namespace quorum::app
