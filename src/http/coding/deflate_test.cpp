#include "http/coding/deflate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::http {
namespace {

using State = Decompressor::State;

/// The body, or `!` and how it went wrong.
std::string expand(Coding coding, std::string_view body, std::size_t bytes_max = 10 << 20) {
  Decompressor decompressor(coding, body, bytes_max);
  auto state = State::more;
  while (state == State::more) state = decompressor.step();
  if (state == State::done) return decompressor.take();
  return state == State::broken ? "!broken" : "!too large";
}

std::string text(std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) text += "line " + std::to_string(i) + "\n";
  text.resize(bytes);
  return text;
}

TEST(Deflate, ComesBackAsItWas) {
  Compressor fast(Compressor::Effort::fast);
  Compressor best(Compressor::Effort::best);
  for (const std::size_t bytes : {1024U, 100'000U, 3'000'000U}) {
    const auto body = text(bytes);
    const auto smaller = fast.gzip(body);
    EXPECT_LT(smaller.size(), body.size() / 2);
    EXPECT_EQ(expand(Coding::gzip, best.gzip(body)), body);
    EXPECT_EQ(expand(Coding::gzip, smaller), body);
  }
}

TEST(Deflate, LeavesWhatWouldNotBecomeSmaller) {
  Compressor compressor(Compressor::Effort::fast);
  EXPECT_EQ(compressor.gzip("ab"), "");
  EXPECT_EQ(compressor.gzip(""), "");
  const auto body = text(5000);
  EXPECT_EQ(expand(Coding::gzip, compressor.gzip(body)), body);
}

TEST(Deflate, ExpandsToItsBoundAndNoFurther) {
  Compressor compressor(Compressor::Effort::best);
  const auto bomb = compressor.gzip(std::string(5 << 20, '\0'));
  EXPECT_LT(bomb.size(), 10'000U);
  EXPECT_EQ(expand(Coding::gzip, bomb, 1 << 20), "!too large");
  EXPECT_EQ(expand(Coding::gzip, bomb, (5 << 20) - 1), "!too large");
  EXPECT_EQ(expand(Coding::gzip, bomb, 5 << 20).size(), 5U << 20);
}

TEST(Deflate, IsBrokenWhereverItIsCut) {
  Compressor compressor(Compressor::Effort::fast);
  const auto smaller = compressor.gzip(text(300));
  for (std::size_t cut = 0; cut < smaller.size(); ++cut) {
    EXPECT_EQ(expand(Coding::gzip, std::string_view(smaller).substr(0, cut)), "!broken") << cut;
  }
  auto spoilt = smaller;
  spoilt[spoilt.size() - 6] ^= 1;  // The checksum.
  EXPECT_EQ(expand(Coding::gzip, spoilt), "!broken");
  EXPECT_EQ(expand(Coding::gzip, "no gzip at all"), "!broken");
}

TEST(Deflate, ReadsSeveralMembersAndNothingBehindThem) {
  Compressor compressor(Compressor::Effort::fast);
  const auto one = compressor.gzip(text(300));
  EXPECT_EQ(expand(Coding::gzip, one + one), text(300) + text(300));
  EXPECT_EQ(expand(Coding::gzip, one + "x"), "!broken");
}

TEST(Deflate, ReadsDeflateWrappedAndBare) {
  const std::string wrapped("\x78\x9c\xcb\x48\xcd\xc9\xc9\x07\x00\x06\x2c\x02\x15", 13);
  EXPECT_EQ(expand(Coding::deflate, wrapped), "hello");
  EXPECT_EQ(expand(Coding::deflate, std::string_view(wrapped).substr(2, 7)), "hello");
  EXPECT_EQ(expand(Coding::deflate, wrapped + "x"), "!broken");
}

}  // namespace
}  // namespace quorum::http
