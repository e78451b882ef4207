#include "debate/format/sides.hpp"

#include <gtest/gtest.h>

namespace quorum::debate {
namespace {

using Sides = std::vector<std::string>;

TEST(Sides, AreTheAlternativesThatAQuestionNames) {
  EXPECT_EQ(sides_of("Tea or coffee?"), (Sides{"Tea", "Coffee"}));
  EXPECT_EQ(sides_of("tea OR coffee"), (Sides{"Tea", "Coffee"}));
  EXPECT_EQ(sides_of("Is a cat or a dog a better pet?"), (Sides{"A cat", "A dog"}));
  EXPECT_EQ(sides_of("Are electric cars or petrol cars better?"),
            (Sides{"Electric cars", "Petrol cars"}));
  EXPECT_EQ(sides_of("Which is better, Python or JavaScript?"), (Sides{"Python", "JavaScript"}));
  EXPECT_EQ(sides_of("Which language is best for beginners: Python or Java?"),
            (Sides{"Python", "Java"}));
  EXPECT_EQ(sides_of("Tea, coffee, or milk?"), (Sides{"Tea", "Coffee", "Milk"}));
  EXPECT_EQ(sides_of("Do cats or dogs make better pets?"), (Sides{"Cats", "Dogs"}));
}

TEST(Sides, AreNamedAsThingsWhereTheQuestionHasVerbs) {
  EXPECT_EQ(sides_of("Is it better to rent or buy a house?"), (Sides{"Renting", "Buying a house"}));
  EXPECT_EQ(sides_of("Should I rent a flat or buy a house?"),
            (Sides{"Renting a flat", "Buying a house"}));
  EXPECT_EQ(sides_of("Should I stay or go?"), (Sides{"Staying", "Going"}));
  EXPECT_EQ(sides_of("Is it better to run or use a bike?"), (Sides{"Running", "Using a bike"}));
}

TEST(Sides, LeaveACommonVerbAndTheRestOfTheQuestionOut) {
  EXPECT_EQ(sides_of("Should we use Postgres or MySQL for a small shop?"),
            (Sides{"Postgres", "MySQL"}));
}

TEST(Sides, AreYesAndNoForEverythingElse) {
  const Sides yes_no{"Yes", "No"};
  EXPECT_EQ(sides_of("Should cities ban cars?"), yes_no);
  EXPECT_EQ(sides_of("Should pineapple be on pizza or not?"), yes_no);
  EXPECT_EQ(sides_of(""), yes_no);
  EXPECT_EQ(sides_of(" or "), yes_no);
  EXPECT_EQ(sides_of("Tea or tea?"), yes_no);
  EXPECT_EQ(sides_of("Is it true that the very old and tired king of the hill went away or not?"),
            yes_no);
}

TEST(Sides, KnowYesAndNo) {
  EXPECT_TRUE(is_yes_or_no("Yes"));
  EXPECT_TRUE(is_yes_or_no("no."));
  EXPECT_FALSE(is_yes_or_no("Tea"));
}

TEST(QuestionType, GoesByTheWords) {
  EXPECT_EQ(type_of("Tea or coffee?"), QuestionType::choice);
  EXPECT_EQ(type_of("Should cities ban cars?"), QuestionType::normative);
  EXPECT_EQ(type_of("How many people will live on Mars in 2100?"), QuestionType::estimate);
  EXPECT_EQ(type_of("Did Rome fall because of lead?"), QuestionType::empirical);
}

}  // namespace
}  // namespace quorum::debate
