#include "store/journal/packing.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace quorum::store::journal {
namespace {

constexpr auto kLow = std::numeric_limits<std::int64_t>::min();
constexpr auto kHigh = std::numeric_limits<std::int64_t>::max();

TEST(Packing, GivesBackWhatWasPacked) {
  std::array<char, 128> room{};
  Packer packer(room.data());
  packer.byte(255);
  packer.number(std::uint64_t{0});
  packer.number(~std::uint64_t{0});
  for (const auto value : {std::int64_t{0}, std::int64_t{-1}, kLow, kHigh}) packer.number(value);
  packer.text("text");
  packer.text(BoundedText<7>("in it"));
  packer.object(std::uint32_t{7});
  packer.skip(1);

  const std::string_view bytes(room.data(), packer.size());
  Unpacker whole(bytes);
  EXPECT_EQ(whole.byte(), 255);
  EXPECT_EQ(whole.number(), 0U);
  EXPECT_EQ(whole.number(), ~std::uint64_t{0});
  for (const auto value : {std::int64_t{0}, std::int64_t{-1}, kLow, kHigh}) {
    EXPECT_EQ(whole.signed_number(), value);
  }
  EXPECT_EQ(whole.text(), "text");
  EXPECT_EQ(whole.text(), "in it");
  std::uint32_t object = 0;
  EXPECT_TRUE(whole.object(object));
  EXPECT_EQ(object, 7U);
  EXPECT_FALSE(whole.is_whole());
  EXPECT_EQ(whole.next(), whole.byte());
  EXPECT_TRUE(whole.is_whole());
}

TEST(Packing, SmallNumbersAreShort) {
  std::array<char, 16> room{};
  Packer packer(room.data());
  packer.number(std::int64_t{-64});
  EXPECT_EQ(packer.size(), 1U);
  packer.number(std::uint64_t{128});
  EXPECT_EQ(packer.size(), 3U);
}

TEST(Packing, WhatIsCutIsNotWhole) {
  Unpacker text("\x05shor");
  EXPECT_EQ(text.text(), "");
  EXPECT_FALSE(text.is_whole());
  Unpacker number("\xff");
  EXPECT_EQ(number.number() & 1, 1U);
  EXPECT_FALSE(number.is_whole());
  Unpacker endless(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12));
  EXPECT_EQ(endless.number(), 0U);
  EXPECT_FALSE(endless.is_whole());
  std::uint32_t object = 7;
  Unpacker short_of("abc");
  EXPECT_FALSE(short_of.object(object));
  EXPECT_FALSE(short_of.is_whole());
  EXPECT_EQ(Unpacker("").next(), 0);
  Unpacker more("ab");
  EXPECT_EQ(more.byte(), 'a');
  EXPECT_FALSE(more.is_whole());
}

}  // namespace
}  // namespace quorum::store::journal
