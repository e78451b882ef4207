#include "core/base64.hpp"

#include <gtest/gtest.h>

namespace quorum {
namespace {

// The examples of RFC 4648.
TEST(Base64, SpellsTheStandardsExamples) {
  EXPECT_EQ(base64::encode(""), "");
  EXPECT_EQ(base64::encode("f"), "Zg==");
  EXPECT_EQ(base64::encode("fo"), "Zm8=");
  EXPECT_EQ(base64::encode("foo"), "Zm9v");
  EXPECT_EQ(base64::encode("foobar"), "Zm9vYmFy");
}

TEST(Base64, ReadsWhatItWrote) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    EXPECT_EQ(base64::decode(base64::encode(bytes)), bytes);
    bytes += static_cast<char>(i);
  }
}

TEST(Base64, ReadsBothAlphabetsAndNoPadding) {
  EXPECT_EQ(base64::decode("+/+/"), base64::decode("-_-_"));
  EXPECT_EQ(base64::decode("Zm8"), "fo");
}

TEST(Base64, RefusesWhatIsNone) {
  EXPECT_FALSE(base64::decode("Zm9vY"));
  EXPECT_FALSE(base64::decode("Zm9.vYmFy"));
  EXPECT_FALSE(base64::decode("Zg==="));
}

}  // namespace
}  // namespace quorum
