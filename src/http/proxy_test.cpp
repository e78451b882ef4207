#include "http/proxy.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::http {
namespace {

std::string read(std::string_view text) {
  const auto proxy = Proxy::parse(text);
  if (!proxy) return "refused";
  std::string line = proxy->scheme + " " + proxy->host + " " + std::to_string(proxy->port);
  if (!proxy->authorization.empty()) line += " " + std::string(proxy->authorization.reveal());
  return line;
}

TEST(Proxy, IsReadAsCurlReadsIt) {
  EXPECT_EQ(read("http://proxy.example:3128"), "http proxy.example 3128");
  EXPECT_EQ(read("proxy.example:3128"), "http proxy.example 3128");
  EXPECT_EQ(read("proxy.example"), "http proxy.example 1080");
  EXPECT_EQ(read("http://proxy.example:80/"), "http proxy.example 80");
  EXPECT_EQ(read("HTTPS://proxy.example"), "https proxy.example 443");
  EXPECT_EQ(read("http://[::1]:8080"), "http ::1 8080");
  EXPECT_EQ(read("http://[::1]"), "http ::1 1080");
  EXPECT_EQ(read("  http://127.0.0.1:9  "), "http 127.0.0.1 9");
}

TEST(Proxy, ItsNameAndPasswordBecomeBasic) {
  EXPECT_EQ(read("http://user:pass@proxy.example:3128"),
            "http proxy.example 3128 Basic dXNlcjpwYXNz");
  EXPECT_EQ(read("http://us%65r:p%40ss%2F@proxy.example:3128/"),
            "http proxy.example 3128 Basic dXNlcjpwQHNzLw==");
  EXPECT_EQ(read("http://user:p@ss/@proxy.example:3128"),
            "http proxy.example 3128 Basic dXNlcjpwQHNzLw==");
}

TEST(Proxy, RefusesOthersWithoutShowingThem) {
  for (const auto* text : {"", "socks5://host:1080", "http://", "http://a b", "http://host:0",
                           "http://host:99999", "http://user:secret@"}) {
    EXPECT_EQ(read(text), "refused") << text;
  }
  const auto error = Proxy::parse("ftp://user:secret@host").error();
  EXPECT_EQ((error.message + error.detail).find("secret"), std::string::npos);
}

TEST(ProxyBypass, KnowsNamesAndWhatIsBelowThem) {
  const ProxyBypass bypass("example.com, .corp.example *.wild.example localhost,");
  for (const auto* host : {"example.com", "api.example.com", "EXAMPLE.com.", "corp.example",
                           "a.b.corp.example", "x.wild.example", "localhost", "a.localhost"}) {
    EXPECT_TRUE(bypass.matches(host, 443)) << host;
  }
  for (const auto* host : {"notexample.com", "example.com.evil", "example.org", "com", ""}) {
    EXPECT_FALSE(bypass.matches(host, 443)) << host;
  }
}

TEST(ProxyBypass, KnowsAddressesAndNetworks) {
  const ProxyBypass bypass(
      "127.0.0.1, 10.0.0.0/8,192.168.4.0/23,[::1],fd00::/8,2001:db8::5,0.0.0.0/40");
  for (const auto* host : {"127.0.0.1", "10.1.2.3", "192.168.5.255", "::1", "fdab::1",
                           "2001:db8:0::5", "::ffff:10.0.0.1"}) {
    EXPECT_TRUE(bypass.matches(host, 443)) << host;
  }
  for (const auto* host : {"127.0.0.2", "11.0.0.1", "192.168.6.0", "::2", "fe80::1",
                           "10.0.0.1.example", "2001:db8::6"}) {
    EXPECT_FALSE(bypass.matches(host, 443)) << host;
  }
}

TEST(ProxyBypass, KnowsPortsAndEverything) {
  const ProxyBypass ports("example.com:8080,[::1]:81,127.0.0.1:82");
  EXPECT_TRUE(ports.matches("example.com", 8080));
  EXPECT_FALSE(ports.matches("example.com", 443));
  EXPECT_TRUE(ports.matches("::1", 81));
  EXPECT_FALSE(ports.matches("::1", 80));
  EXPECT_TRUE(ports.matches("127.0.0.1", 82));
  EXPECT_FALSE(ports.matches("127.0.0.1", 83));
  EXPECT_TRUE(ProxyBypass("*").matches("anything", 1));
  EXPECT_TRUE(ProxyBypass("a, *").matches("anything", 1));
  EXPECT_FALSE(ProxyBypass("").matches("anything", 1));
}

std::string way(const ProxyRules& rules, std::string_view url) {
  const auto* const proxy = rules.find(*Url::parse(url));
  return proxy == nullptr ? "directly" : proxy->host;
}

TEST(ProxyRules, ChoosesByScheme) {
  const auto rules = *ProxyRules::parse({.http = "plain:1", .all = "any:1", .no = "local.example"});
  EXPECT_EQ(way(rules, "http://a.example/"), "plain");
  EXPECT_EQ(way(rules, "https://a.example/"), "any");
  EXPECT_EQ(way(rules, "https://local.example/"), "directly");
  EXPECT_EQ(way(rules, "unix:/run/x.sock:/"), "directly");
  const auto only_https = *ProxyRules::parse({.https = "secure:1"});
  EXPECT_EQ(way(only_https, "http://a.example/"), "directly");
  EXPECT_EQ(way(only_https, "https://a.example/"), "secure");
  EXPECT_FALSE(only_https.empty());
  EXPECT_TRUE(ProxyRules::parse({.no = "a.example"})->empty());
}

TEST(ProxyRules, AnOriginMayHaveItsOwnWay) {
  auto rules = *ProxyRules::parse({.https = "secure:1", .no = "own.example"});
  ASSERT_TRUE(rules.set_for(*Url::parse("https://own.example/v1"), "own:1"));
  ASSERT_TRUE(rules.set_for(*Url::parse("https://direct.example"), "none"));
  EXPECT_EQ(way(rules, "https://own.example/v1/chat"), "own");
  EXPECT_EQ(way(rules, "https://own.example:444/"), "directly");
  EXPECT_EQ(way(rules, "https://direct.example/"), "directly");
  EXPECT_FALSE(rules.set_for(*Url::parse("https://x"), "socks5://y"));
}

TEST(ProxyRules, SaysWhichVariableIsWrong) {
  const auto error = ProxyRules::parse({.https = "ftp://name:secret@x"}).error();
  EXPECT_EQ(error.message.substr(0, 24), "HTTPS_PROXY is no proxy.");
  EXPECT_EQ(error.message.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace quorum::http
