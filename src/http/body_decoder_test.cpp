#include "http/body_decoder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace quorum::http {
namespace {

TEST(BodyDecoder, TakesALengthAndNoMore) {
  const std::string_view bytes = "hello, next";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    BodyDecoder decoder({.kind = BodyKind::length, .length = 5});
    std::string body;
    const auto first = decoder.push(bytes.substr(0, cut), body);
    EXPECT_EQ(decoder.is_done(), cut >= 5);
    EXPECT_EQ(decoder.may_close(), cut >= 5);
    const auto second = decoder.push(bytes.substr(cut), body);
    EXPECT_EQ(*first + *second, 5U);
    EXPECT_EQ(body, "hello");
    EXPECT_TRUE(decoder.is_done());
  }
}

TEST(BodyDecoder, TakesAllUntilTheConnectionCloses) {
  BodyDecoder decoder({.kind = BodyKind::until_close});
  std::string body;
  EXPECT_EQ(decoder.push("one", body), 3U);
  EXPECT_EQ(decoder.push("two", body), 3U);
  EXPECT_EQ(body, "onetwo");
  EXPECT_FALSE(decoder.is_done());
  EXPECT_TRUE(decoder.may_close());
}

TEST(BodyDecoder, IsDoneAtOnceWhereThereIsNoBody) {
  BodyDecoder decoder(Framing{});
  std::string body;
  EXPECT_TRUE(decoder.is_done());
  EXPECT_EQ(decoder.push("next", body), 0U);
  EXPECT_EQ(body, "");
}

TEST(BodyDecoder, MayNotCloseInTheMiddleOfChunks) {
  const std::string_view bytes = "5\r\nhello\r\n0\r\n\r\n";
  BodyDecoder decoder({.kind = BodyKind::chunked});
  std::string body;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    EXPECT_FALSE(decoder.may_close()) << "before byte " << at;
    ASSERT_TRUE(decoder.push(bytes.substr(at, 1), body));
  }
  EXPECT_TRUE(decoder.may_close());
  EXPECT_EQ(body, "hello");
}

TEST(ChunkedDecoder, LeavesWhatFollowsAlone) {
  const std::string_view bytes = "1;x=\"y\"\r\na\r\nA\r\n0123456789\r\n00\r\nT: 1\r\n\r\n";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    ChunkedDecoder decoder;
    std::string body;
    const auto first = decoder.push(bytes.substr(0, cut), body);
    ASSERT_TRUE(first) << "cut at byte " << cut;
    const auto second = decoder.push(std::string(bytes.substr(cut)) + "next", body);
    ASSERT_TRUE(second) << "cut at byte " << cut;
    EXPECT_EQ(*first + *second, bytes.size()) << "cut at byte " << cut;
    EXPECT_EQ(body, "a0123456789");
    EXPECT_TRUE(decoder.is_done());
  }
}

TEST(ChunkedDecoder, BoundsWhatIsNotBody) {
  ChunkedDecoder extensions;
  std::string body;
  const std::string chunk = "1;" + std::string(1000, 'e') + "\r\nx\r\n";
  int chunks = 0;
  while (extensions.push(chunk, body)) ++chunks;
  EXPECT_EQ(chunks, 16);  // 16 KB of extensions in all.

  ChunkedDecoder trailers;
  ASSERT_TRUE(trailers.push("0\r\n", body));
  const std::string trailer = "T: " + std::string(1000, 't') + "\r\n";
  int lines = 0;
  while (trailers.push(trailer, body)) ++lines;
  EXPECT_EQ(lines, 16);
}

TEST(ChunkedDecoder, KnowsAFaultAsSoonAsItIsOne) {
  ChunkedDecoder decoder;
  std::string body;
  ASSERT_TRUE(decoder.push("1\r\na", body));
  EXPECT_FALSE(decoder.push("b", body));
}

}  // namespace
}  // namespace quorum::http
