#include "app/config/server_settings.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace quorum::app {
namespace {

using namespace std::chrono_literals;

Result<http::ServerConfig> with(std::string_view variable, const std::string& value) {
  http::ServerConfig server;
  for (const auto& setting : server_settings()) {
    if (setting.variable != variable) continue;
    if (auto applied = setting.apply(server, value); !applied) return applied.error();
    return server;
  }
  return Error{.message = "no such setting"};
}

TEST(ServerSettings, BoundWhatClientsSendAndHowLongTheyTake) {
  EXPECT_EQ(with("QUORUM_HEAD_MAX", "16K")->head_bytes_max, 16U << 10);
  EXPECT_EQ(with("QUORUM_HEADERS_MAX", "50")->headers_max, 50U);
  EXPECT_EQ(with("QUORUM_BODY_MAX", "64M")->body_bytes_max, 64U << 20);
  EXPECT_EQ(with("QUORUM_CONNECTIONS_MAX", "7")->connections_max, 7U);
  EXPECT_EQ(with("QUORUM_HEAD_TIMEOUT", "0.5")->head_wait_max, 500ms);
  EXPECT_EQ(with("QUORUM_BODY_TIMEOUT", "2")->body_wait_max, 2s);
  EXPECT_EQ(with("QUORUM_IDLE_TIMEOUT", "3")->idle_wait_max, 3s);
  EXPECT_EQ(with("QUORUM_WRITE_TIMEOUT", "4")->write_wait_max, 4s);
}

TEST(ServerSettings, SayWhoMaySpeakForOthers) {
  const auto server = *with("QUORUM_TRUSTED_PROXIES", "10.0.0.0/8, ::1, unix:");
  EXPECT_TRUE(server.trusted_proxies.contains(*http::IpAddress::parse("10.1.2.3")));
  EXPECT_TRUE(server.trusted_proxies.contains(*http::IpAddress::parse("::1")));
  EXPECT_TRUE(server.trusted_proxies.contains_unix());
  EXPECT_TRUE(with("QUORUM_PROXY_PROTOCOL", "on")->expects_proxy_header);
  EXPECT_EQ(with("QUORUM_TRUSTED_PROXIES", "nginx").error().message,
            "`nginx` is no network, as 10.0.0.0/8, ::1 or unix:");
}

TEST(ServerSettings, NameCertificatesAndWhoSignsThoseOfClients) {
  EXPECT_EQ(with("QUORUM_TLS_CERTIFICATES", "a.pem=a.key, b.pem=b.key")->tls_more.at("b.pem"),
            "b.key");
  using enum http::ClientCertificates;
  EXPECT_EQ(http::ServerConfig{}.tls_client_certificates, none);
  EXPECT_EQ(with("QUORUM_TLS_CLIENT_CA", "ca.pem")->tls_client_certificates, required);
  EXPECT_EQ(with("QUORUM_TLS_CLIENT_AUTH", "optional")->tls_client_certificates, optional);
  EXPECT_FALSE(with("QUORUM_TLS_CLIENT_AUTH", "maybe"));
  EXPECT_EQ(with("QUORUM_HANDSHAKE_TIMEOUT", "5")->handshake_wait_max, 5s);
  EXPECT_EQ(with("QUORUM_HANDSHAKES_MAX", "7")->handshakes_max, 7U);
}

TEST(ServerSettings, SayWhoMayUseTheSocket) {
  EXPECT_EQ(with("QUORUM_UNIX_MODE", "0600")->unix_mode, 0600U);
  EXPECT_EQ(with("QUORUM_UNIX_MODE", "777")->unix_mode, 0777U);
  for (const auto* mode : {"", "rw", "8", "0888", "07777"}) {
    EXPECT_FALSE(with("QUORUM_UNIX_MODE", mode)) << mode;
  }
}

TEST(ServerSettings, SizesHaveUnitsAndBounds) {
  EXPECT_EQ(read_bytes("1024", 1, 1 << 30), 1024U);
  EXPECT_EQ(read_bytes("4k", 1, 1 << 30), 4096U);
  EXPECT_EQ(read_bytes("1G", 1, 1 << 30), 1U << 30);
  for (const auto* text : {"", "K", "x", "-1", "1.5M", "5 M", "2G", "99999999999999999999", "1T"}) {
    EXPECT_FALSE(read_bytes(text, 1, 1 << 30)) << text;
  }
  EXPECT_EQ(with("QUORUM_BODY_MAX", "12").error().message,
            "`12` is not a size from 1024 to 1073741824 bytes, as 64K or 32M");
}

}  // namespace
}  // namespace quorum::app
