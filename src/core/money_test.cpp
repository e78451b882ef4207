#include "core/money.hpp"

#include <gtest/gtest.h>

namespace quorum {
namespace {

TEST(Money, IsWrittenAsDecimalDollars) {
  EXPECT_EQ(Money{}.str(), "0");
  EXPECT_EQ(Money::micro_usd(150).str(), "0.00015");
  EXPECT_EQ(Money::micro_usd(12'500'000).str(), "12.5");
  EXPECT_EQ(Money::pico_usd(1).str(), "0.000000000001");
  EXPECT_EQ((Money{} - Money::micro_usd(2'000'000)).str(), "-2");
}

TEST(Money, ReadsWhatPeopleType) {
  EXPECT_EQ(Money::parse_usd("0.25").value(), Money::micro_usd(250'000));
  EXPECT_EQ(Money::parse_usd("1e-6").value(), Money::micro_usd(1));
  for (const auto* bad : {"", "-1", "nan", "inf", "1e13", "1 dollar", "0x1p3 "}) {
    EXPECT_FALSE(Money::parse_usd(bad)) << bad;
  }
}

TEST(Money, AMillionTokensOfAThousandthOfACentAddUpExactly) {
  Money total;
  const auto price = Money::from_usd(1.25e-6);
  for (int token = 0; token < 1'000'000; ++token) total += price;
  EXPECT_EQ(total.str(), "1.25");
}

}  // namespace
}  // namespace quorum
