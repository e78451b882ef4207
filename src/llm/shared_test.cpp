#include "llm/shared.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::llm {
namespace {

TEST(Shared, IsEmptyUntilItIsGivenAValue) {
  const Shared<std::string> text;
  EXPECT_EQ(*text, "");
  EXPECT_TRUE(text->empty());
}

TEST(Shared, CopiesStandInOnePlace) {
  const Shared<std::string> text(std::string("a text that is too long to stand in the string"));
  const auto copy = text;
  EXPECT_EQ(copy->data(), text->data());
}

TEST(Shared, AChangeIsSeenByNoOther) {
  const Shared<std::string> text(std::string("one"));
  auto changed = text;
  changed.edit() += " and two";
  EXPECT_EQ(*text, "one");
  EXPECT_EQ(*changed, "one and two");
}

TEST(Shared, WhoOwnsItAloneChangesItInPlace) {
  Shared<std::string> text(std::string("a text that is too long to stand in the string"));
  const auto* const place = text->data();
  text.edit()[0] = 'A';
  EXPECT_EQ(text->data(), place);
}

TEST(Shared, NothingCanBeChangedIntoSomething) {
  Shared<std::string> text;
  text.edit() = "x";
  EXPECT_EQ(*text, "x");
  EXPECT_EQ(*Shared<std::string>{}, "");
}

}  // namespace
}  // namespace quorum::llm
