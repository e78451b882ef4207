#include "http/request_origin.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace quorum::http {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

const Peer kStranger{.address = "9.9.9.9:1"};
const Peer kLocal{.address = "127.0.0.1:1", .is_loopback = true};
const Peer kProxy{.address = "10.0.0.1:1", .is_trusted = true};
const Peer kLocalProxy{.address = "127.0.0.1:1", .is_loopback = true, .is_trusted = true};

/// `address`, and `*` behind it where it counts as local.
std::string client(const Peer& peer, const Fields& fields) {
  Request request;
  for (const auto& [name, value] : fields) request.head.headers.add(name, value);
  const std::vector<std::string> items{"10.0.0.0/8", "127.0.0.1"};
  name_client(request, peer, *Networks::parse(items));
  return request.peer + (request.is_loopback ? "*" : "");
}

TEST(RequestOrigin, IsThePeerWhereNobodyIsSpokenFor) {
  EXPECT_EQ(client(kStranger, {{"Host", "x"}}), "9.9.9.9:1");
  EXPECT_EQ(client(kLocal, {{"Host", "x"}}), "127.0.0.1:1*");
  EXPECT_EQ(client(kLocalProxy, {}), "127.0.0.1:1*");
}

TEST(RequestOrigin, BelievesATrustedPeer) {
  EXPECT_EQ(client(kProxy, {{"X-Forwarded-For", "8.8.8.8"}}), "8.8.8.8");
  EXPECT_EQ(client(kProxy, {{"forwarded", "for=8.8.8.8"}}), "8.8.8.8");
  EXPECT_EQ(client(kProxy, {{"X-REAL-IP", "8.8.8.8"}}), "8.8.8.8");
  EXPECT_EQ(client(kLocalProxy, {{"X-Forwarded-For", "127.0.0.1, 8.8.8.8"}}), "8.8.8.8");
  EXPECT_EQ(client(kLocalProxy, {{"X-Forwarded-For", "127.0.0.1"}}), "127.0.0.1*");
  EXPECT_EQ(client(kLocalProxy, {{"X-Forwarded-For", "nonsense"}}), "unknown");
}

TEST(RequestOrigin, BelievesNobodyElseAndTakesNoneOfThemForLocal) {
  EXPECT_EQ(client(kStranger, {{"X-Forwarded-For", "127.0.0.1"}}), "9.9.9.9:1");
  for (const auto* name : {"X-Forwarded-For", "Forwarded", "X-Real-IP"}) {
    EXPECT_EQ(client(kLocal, {{name, "127.0.0.1"}}), "127.0.0.1:1") << name;
    EXPECT_EQ(client(kLocal, {{name, ""}}), "127.0.0.1:1") << name;
  }
}

}  // namespace
}  // namespace quorum::http
