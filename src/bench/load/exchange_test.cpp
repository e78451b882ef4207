#include "bench/load/exchange.hpp"

#include <gtest/gtest.h>

#include "bench/stamp.hpp"

namespace quorum::bench {
namespace {

TEST(Prepare, MakesAWholeRequestWithAPlaceForItsNumber) {
  auto prepared = prepare({.wording = find_wording("anthropic"),
                           .question = {.model = "claude", .body_bytes = 500},
                           .host = "127.0.0.1:8000",
                           .key = "sk-1"});
  ASSERT_TRUE(prepared);
  const auto& bytes = prepared->bytes;
  EXPECT_TRUE(bytes.starts_with("POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n"));
  EXPECT_NE(bytes.find("\r\nAuthorization: Bearer sk-1\r\n"), std::string::npos);
  EXPECT_NE(bytes.find("\r\nanthropic-version: "), std::string::npos);
  EXPECT_NE(bytes.find("\r\nContent-Length: 500\r\n\r\n{"), std::string::npos);

  put_ask(prepared->bytes.data() + prepared->ask_at, 0xabc);
  EXPECT_EQ(find_ask(prepared->bytes), 0xabcu);
}

TEST(Prepare, WithoutAKeyNoneIsShown) {
  const auto prepared = prepare({.wording = find_wording("openai"), .host = "x"});
  ASSERT_TRUE(prepared);
  EXPECT_EQ(prepared->bytes.find("Authorization"), std::string::npos);
}

}  // namespace
}  // namespace quorum::bench
