#include "store/journal/crc32c.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::store::journal {
namespace {

// RFC 3720, B.4, and the check value of the catalogue of CRCs.
TEST(Crc32c, IsThePublishedOne) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283U);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aaU);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43U);
  EXPECT_EQ(crc32c(""), 0U);
}

TEST(Crc32c, IsTheSameByTable) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(crc32c(text), crc32c_by_table(text));
    text += static_cast<char>(i * 37);
  }
}

}  // namespace
}  // namespace quorum::store::journal
