#include "http/websocket/handshake.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace quorum::http::websocket {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// A good request with some fields replaced; an empty value takes the field away.
RequestHead request(const Fields& changes = {}) {
  RequestHead head{.method = "GET", .target = "/chat"};
  head.headers.add("Host", "server.example.com");
  head.headers.add("Upgrade", "websocket");
  head.headers.add("Connection", "keep-alive, Upgrade");
  head.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  head.headers.add("Sec-WebSocket-Version", "13");
  for (const auto& [name, value] : changes) {
    head.headers.remove(name);
    if (!value.empty()) head.headers.add(name, value);
  }
  return head;
}

int status(const RequestHead& head) {
  const auto made = shake_hands(head);
  return made ? made->head.status : made.error().status;
}

std::string extensions(std::string_view offered) {
  const auto made = shake_hands(request({{"Sec-WebSocket-Extensions", std::string(offered)}}),
                                {.compression = Compression::offered});
  EXPECT_EQ(made->has_deflate, made->head.headers.get("Sec-WebSocket-Extensions").has_value());
  return std::string(made->head.headers.get("Sec-WebSocket-Extensions").value_or("none"));
}

TEST(Handshake, ProvesThatTheKeyWasRead) {
  const auto made = shake_hands(request());
  ASSERT_TRUE(made);
  EXPECT_EQ(made->head.status, 101);
  EXPECT_EQ(made->head.headers.get("upgrade"), "websocket");
  // RFC 6455, 1.3.
  EXPECT_EQ(made->head.headers.get("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_FALSE(made->head.headers.get("sec-websocket-extensions"));
  EXPECT_FALSE(made->head.headers.get("sec-websocket-protocol"));
}

TEST(Handshake, RefusesWhatIsNone) {
  EXPECT_EQ(status(request({{"Upgrade", ""}})), 426);
  EXPECT_EQ(status(request({{"Upgrade", "h2c"}})), 426);
  EXPECT_EQ(status(request({{"Upgrade", "WebSocket"}})), 101);
  EXPECT_EQ(status(request({{"Connection", "keep-alive"}})), 426);
  EXPECT_EQ(status(request({{"Sec-WebSocket-Version", "8"}})), 426);
  EXPECT_EQ(status(request({{"Sec-WebSocket-Version", ""}})), 426);
  EXPECT_EQ(status(request({{"Sec-WebSocket-Key", ""}})), 400);
  EXPECT_EQ(status(request({{"Sec-WebSocket-Key", "c2hvcnQ="}})), 400);
  EXPECT_EQ(status(request({{"Sec-WebSocket-Key", "not base64 at all!!!!=="}})), 400);
  auto twice = request();
  twice.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  EXPECT_EQ(status(twice), 400);
  auto old = request();
  old.minor_version = 0;
  EXPECT_EQ(status(old), 400);
  auto posted = request();
  posted.method = "POST";
  EXPECT_EQ(status(posted), 400);
}

TEST(Handshake, AgreesOnTheBestProtocol) {
  static constexpr std::array<std::string_view, 2> kSpoken{"quorum.v2", "quorum.v1"};
  const auto agreed = [](std::string_view offered) {
    return shake_hands(request({{"Sec-WebSocket-Protocol", std::string(offered)}}),
                       {.protocols = kSpoken})
        ->protocol;
  };
  EXPECT_EQ(agreed("quorum.v1, quorum.v2"), "quorum.v2");
  EXPECT_EQ(agreed("other,quorum.v1"), "quorum.v1");
  EXPECT_EQ(agreed("other"), "");
}

TEST(Handshake, AgreesOnCompressionWithoutMemory) {
  const std::string plain =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
  EXPECT_EQ(extensions("permessage-deflate"), plain);
  EXPECT_EQ(extensions("permessage-deflate; client_max_window_bits"), plain);
  EXPECT_EQ(extensions("x-other, permessage-deflate;client_max_window_bits=\"10\""), plain);
  EXPECT_EQ(extensions("permessage-deflate; server_max_window_bits=10"),
            plain + "; server_max_window_bits=10");
  // The first offer that can be taken.
  EXPECT_EQ(extensions("permessage-deflate; server_max_window_bits=8, permessage-deflate"), plain);
  for (const auto* offer :
       {"", "x-other", "permessage-deflate; server_max_window_bits=8",
        "permessage-deflate; server_max_window_bits=16", "permessage-deflate; unknown",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_max_window_bits; client_max_window_bits"}) {
    EXPECT_EQ(extensions(offer), "none") << offer;
  }
  const auto off = shake_hands(request({{"Sec-WebSocket-Extensions", "permessage-deflate"}}));
  EXPECT_FALSE(off->has_deflate);
}

}  // namespace
}  // namespace quorum::http::websocket
