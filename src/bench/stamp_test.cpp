#include "bench/stamp.hpp"

#include <gtest/gtest.h>

namespace quorum::bench {
namespace {

TEST(Stamp, IsFoundAsItWasWritten) {
  const Stamp stamp{.ask = 0xdeadbeef01020304, .event = 42, .at_ns = 1'234'567'890'123};
  const auto text = text_of(stamp);
  EXPECT_EQ(text, "qb:deadbeef01020304.0000002a.0000011f71fb04cb;");
  const auto found = find_stamp("data: {\"x\":\"" + text + "\"}");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->stamp, stamp);
  EXPECT_EQ(found->at, 12u);
}

TEST(Stamp, WhatOnlyResemblesOneIsNone) {
  const auto text = text_of({.ask = 1, .event = 2, .at_ns = 3});
  for (std::size_t cut = 0; cut < text.size(); ++cut) {
    EXPECT_FALSE(find_stamp(text.substr(0, cut))) << cut;
  }
  for (const std::size_t at : {0u, 1u, 2u, 5u, 19u, 21u, 28u, 30u, 45u}) {
    auto broken = text;
    broken[at] = '_';
    EXPECT_FALSE(find_stamp(broken)) << at;
    EXPECT_EQ(find_stamp(broken + text)->at, broken.size()) << at;
  }
}

TEST(Stamp, SeveralAreFoundInTheirOrder) {
  const auto both = text_of({.event = 7}) + " " + text_of({.event = 8});
  const auto first = find_stamp(both);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->stamp.event, 7u);
  EXPECT_EQ(find_stamp(both, first->at + 1)->stamp.event, 8u);
}

TEST(Ask, IsFoundInAPrompt) {
  std::string mark(kAskBytes, ' ');
  put_ask(mark.data(), 0x0123456789abcdef);
  EXPECT_EQ(mark, "qa:0123456789abcdef;");
  EXPECT_EQ(find_ask("qa: " + mark), 0x0123456789abcdefu);
  EXPECT_FALSE(find_ask("qa:0123456789abcdef"));
  EXPECT_FALSE(find_ask("qa:0123456789abcdeg;"));
}

}  // namespace
}  // namespace quorum::bench
