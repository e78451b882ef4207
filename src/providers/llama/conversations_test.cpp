#include "providers/llama/conversations.hpp"

#include <gtest/gtest.h>

namespace quorum::llama {
namespace {

using Tokens = std::vector<Token>;

TEST(Conversations, ANextTurnContinuesItsOwnMemory) {
  Conversations places(2);
  const Tokens first{1, 2, 3, 4};
  const auto place = places.take(first);
  ASSERT_TRUE(place);
  EXPECT_EQ(place->kept, 0u);
  places.give_back(place->number, {1, 2, 3, 4, 5, 6});

  const auto next = places.take(Tokens{1, 2, 3, 4, 5, 6, 7});
  ASSERT_TRUE(next);
  EXPECT_EQ(next->number, place->number);
  EXPECT_EQ(next->kept, 6u);
}

TEST(Conversations, TheLastTokenIsAlwaysReadAgain) {
  Conversations places(1);
  places.give_back(places.take(Tokens{1, 2, 3})->number, {1, 2, 3, 9});
  EXPECT_EQ(places.take(Tokens{1, 2, 3})->kept, 2u);
}

TEST(Conversations, TheSameInstructionsAloneDoNotTakeAnothersMemory) {
  Conversations places(2);
  const int debate = places.take(Tokens{1, 2, 3, 4, 5, 6, 7, 8})->number;
  places.give_back(debate, {1, 2, 3, 4, 5, 6, 7, 8});
  const auto other = places.take(Tokens{1, 2, 30, 40, 50, 60});
  EXPECT_NE(other->number, debate);
  EXPECT_EQ(other->kept, 0u);
}

TEST(Conversations, TheLeastRecentlyUsedMakesRoomAndItsBeginningIsKept) {
  Conversations places(2);
  const int older = places.take(Tokens{1, 2, 3, 4, 5, 6})->number;
  const int newer = places.take(Tokens{11, 12, 13, 14, 15, 16})->number;
  places.give_back(older, {1, 2, 3, 4, 5, 6});
  places.give_back(newer, {11, 12, 13, 14, 15, 16});
  const auto place = places.take(Tokens{1, 9, 9, 9, 9, 9});
  EXPECT_EQ(place->number, older);
  EXPECT_EQ(place->kept, 1u);
}

TEST(Conversations, ATakenPlaceIsNobodyElses) {
  Conversations places(1);
  const auto first = places.take(Tokens{1, 2});
  ASSERT_TRUE(first);
  EXPECT_FALSE(places.take(Tokens{1, 2}));
  places.give_back(first->number, {});
  EXPECT_TRUE(places.take(Tokens{1, 2}));
}

}  // namespace
}  // namespace quorum::llama
