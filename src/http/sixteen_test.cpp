#include "http/sixteen.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace quorum::http::detail {
namespace {

template <typename Form>
class SixteenBytes : public testing::Test {};

using Forms = testing::Types<PlainSixteen, Sixteen>;
TYPED_TEST_SUITE(SixteenBytes, Forms);

/// Sixteen of a byte that stops nobody, but for one.
std::array<char, 16> all_but(std::size_t at, int code) {
  std::array<char, 16> bytes{};
  bytes.fill('x');
  bytes[at] = static_cast<char>(code);
  return bytes;
}

TYPED_TEST(SixteenBytes, TellOfEveryByteAtEveryPlace) {
  constexpr std::string_view kNames =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  for (int code = 0; code < 256; ++code) {
    for (std::size_t at = 0; at < 16; ++at) {
      const auto bytes = all_but(at, code);
      const TypeParam sixteen(bytes.data());
      const unsigned here = 1U << at;
      EXPECT_EQ(sixteen.controls(), code < 0x20 || code == 0x7F ? here : 0) << code;
      EXPECT_EQ(sixteen.beside_names(), kNames.contains(static_cast<char>(code)) ? 0 : here)
          << code;
      EXPECT_EQ(sixteen.beside_targets(), code > 0x20 && code < 0x7F && code != '#' ? 0 : here)
          << code;
    }
  }
}

TYPED_TEST(SixteenBytes, TellOfEachOfThemApart) {
  const std::string_view text =
      "ab\r\ncd \x7f"
      "e\xff#0\t_:Z";
  ASSERT_EQ(text.size(), 16U);
  const TypeParam sixteen(text.data());
  EXPECT_EQ(sixteen.controls(), 0b0001'0000'1000'1100U);
  EXPECT_EQ(sixteen.beside_names(), 0b0101'0110'1100'1100U);
  EXPECT_EQ(sixteen.beside_targets(), 0b0001'0110'1100'1100U);
}

}  // namespace
}  // namespace quorum::http::detail
