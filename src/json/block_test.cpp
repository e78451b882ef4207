#include "json/block.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::json {
namespace {

template <typename B>
class BlockOf : public testing::Test {};

#ifdef __SSE2__
using Blocks = testing::Types<WordBlock, SseBlock>;
#else
using Blocks = testing::Types<WordBlock>;
#endif
TYPED_TEST_SUITE(BlockOf, Blocks);

/// Sixteen bytes that lie next to those that are looked for.
constexpr char kPlain[] = "\x20\x21\x23\x5B\x5D\x7F azAZ,:{}-";

TYPED_TEST(BlockOf, TellsOfEveryByteAtEveryPlaceWhatItIs) {
  for (int byte = 0; byte < 256; ++byte) {
    const bool is_special = byte < 0x20 || byte == '"' || byte == '\\';
    const bool is_odd = is_special || byte >= 0x80;
    for (unsigned at = 0; at < kBlockBytes; ++at) {
      std::string text(kPlain, kBlockBytes);
      text[at] = static_cast<char>(byte);
      const TypeParam block(text.data());
      EXPECT_EQ(block.special().bits(), is_special ? 1U << at : 0U) << byte << " at " << at;
      EXPECT_EQ(block.odd().bits(), is_odd ? 1U << at : 0U) << byte << " at " << at;
      EXPECT_NE(block.equal(static_cast<char>(byte)).bits() & 1U << at, 0U);
      EXPECT_EQ(block.odd().any(), is_odd);
      const bool is_digit = byte >= '0' && byte <= '9';
      EXPECT_EQ(block.digits().bits(), is_digit ? 1U << at : 0U) << byte << " at " << at;
    }
  }
}

TYPED_TEST(BlockOf, MarksDigitsAmongTheirNeighbours) {
  EXPECT_EQ(TypeParam("0123456789/:09\xB0\xFF").digits().bits(), 0b0011'0011'1111'1111U);
  EXPECT_EQ(TypeParam("\xFF"
                      "5\xFE"
                      "5\x3A"
                      "9\x2F"
                      "0aAzZ*+,-")
                .digits()
                .bits(),
            0b1010'1010U);
}

TYPED_TEST(BlockOf, MarksAllThatAreAlike) {
  const TypeParam block("a\"\"b\\\n a\xFF\x80\"aaa\"-");
  EXPECT_EQ(block.equal('a').bits(), 0b0011'1000'1000'0001U);
  EXPECT_EQ(block.special().bits(), 0b0100'0100'0011'0110U);
  EXPECT_EQ(block.odd().bits(), 0b0100'0111'0011'0110U);
  EXPECT_EQ((block.equal('a') | block.equal('b')).bits(), 0b0011'1000'1000'1001U);
  EXPECT_EQ((block.special() & block.equal('"')).bits(), 0b0100'0100'0000'0110U);
  EXPECT_FALSE((block.equal('a') & block.equal('b')).any());
}

}  // namespace
}  // namespace quorum::json
