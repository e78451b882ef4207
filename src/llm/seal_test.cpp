#include "llm/seal.hpp"

#include <gtest/gtest.h>

namespace quorum::llm {
namespace {

TEST(Seal, TravelsBareInItsMakersOwnField) {
  const Seal seal{.maker = Maker::anthropic, .data = "EqQB=="};
  EXPECT_EQ(carried(seal, Maker::anthropic), "EqQB==");
  EXPECT_EQ(carried_back("EqQB==", Maker::anthropic), seal);
}

TEST(Seal, TellsItsOriginInAForeignField) {
  const Seal seal{.maker = Maker::google, .data = "CiQB.x"};
  EXPECT_EQ(carried(seal, Maker::anthropic), "quorum.google.s..CiQB.x");
  EXPECT_EQ(carried_back("quorum.google.s..CiQB.x", Maker::anthropic), seal);
}

TEST(Seal, KeepsItsFormAndItsName) {
  const Seal seal{
      .maker = Maker::openai, .form = Seal::Form::encrypted, .data = "gAAA", .id = "rs_1"};
  EXPECT_EQ(carried(seal, Maker::openai), "quorum.openai.e.rs_1.gAAA");
  EXPECT_EQ(carried_back("quorum.openai.e.rs_1.gAAA", Maker::openai), seal);
}

TEST(Seal, OfAnUnknownMakerStaysUnknown) {
  EXPECT_EQ(carried_back("quorum.martian.s..x", Maker::openai),
            (Seal{.maker = Maker::unknown, .data = "x"}));
  EXPECT_EQ(carried_back("quorum.", Maker::openai), Seal{});
}

}  // namespace
}  // namespace quorum::llm
