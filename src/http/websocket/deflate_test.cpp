#include "http/websocket/deflate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::http::websocket {
namespace {

using namespace std::string_literals;
constexpr std::size_t kMax = 1 << 20;

std::string inflated(Deflate& deflate, std::string_view wire, std::size_t cut) {
  std::string out;
  EXPECT_EQ(deflate.inflate(wire.substr(0, cut), out, kMax), Deflate::Inflated::fine);
  EXPECT_EQ(deflate.inflate(wire.substr(cut), out, kMax), Deflate::Inflated::fine);
  EXPECT_EQ(deflate.finish(out, kMax), Deflate::Inflated::fine);
  return out;
}

TEST(Deflate, ReadsTheRfcsExamples) {
  Deflate deflate;
  for (const std::string& wire : {"\xf2\x48\xcd\xc9\xc9\x07\x00"s,                  // 7.2.3.1
                                  "\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"s,  // 7.2.3.3
                                  "\xf3\x48\xcd\xc9\xc9\x07\x00\x00"s,              // 7.2.3.4
                                  "\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"s}) {
    for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
      EXPECT_EQ(inflated(deflate, wire, cut), "Hello") << "cut at byte " << cut;
    }
  }
}

TEST(Deflate, ReadsWhatItWrites) {
  for (const int window : {9, 12, 15}) {
    Deflate deflate(window);
    for (const std::string& text : {std::string(), "x"s, std::string(100'000, 'a'),
                                    "The quick brown fox, the quick brown fox"s}) {
      const auto wire = deflate.compress(text);
      EXPECT_FALSE(wire.empty());
      EXPECT_EQ(inflated(deflate, wire, wire.size() / 2), text);
    }
  }
  EXPECT_LT(Deflate().compress(std::string(100'000, 'a')).size(), 300U);
}

TEST(Deflate, NeverGrowsBeyondItsBound) {
  Deflate deflate;
  const auto bomb = deflate.compress(std::string(50 << 20, '\0'));
  std::string out;
  EXPECT_EQ(deflate.inflate(bomb, out, 100'000), Deflate::Inflated::too_big);
  EXPECT_LE(out.size(), 100'000U);
}

TEST(Deflate, SaysThatSomethingIsNoDeflate) {
  Deflate deflate;
  std::string out;
  EXPECT_EQ(deflate.inflate("\xFF\xFF\xFF\xFF", out, kMax), Deflate::Inflated::broken);
}

}  // namespace
}  // namespace quorum::http::websocket
