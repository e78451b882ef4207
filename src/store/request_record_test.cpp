#include "store/request_record.hpp"

#include <gtest/gtest.h>

namespace quorum::store {
namespace {

TEST(RequestRecord, NamesHowItEnded) {
  EXPECT_EQ(name(Ending::left), "left");
  EXPECT_EQ(name(Ending::cut), "cut");
  EXPECT_EQ(name(Ending::failed), "failed");
  EXPECT_EQ(name(Ending::whole), "whole");
}

TEST(RequestRecord, IsSmallEnoughToTravelWithEveryRequest) {
  EXPECT_LE(sizeof(RequestRecord), 1100U);
}

TEST(RequestRecord, IsOfAClientThatLeftUntilSomebodySaysMore) {
  const RequestRecord record;
  EXPECT_EQ(record.ending, Ending::left);
  EXPECT_FALSE(record.call.usage);
  EXPECT_FALSE(record.cost_pico_usd);
}

}  // namespace
}  // namespace quorum::store
