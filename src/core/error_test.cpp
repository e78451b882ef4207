#include "core/error.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "core/try.hpp"

namespace quorum {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{.code = Errc::invalid_request, .message = "It is odd."};
  return number / 2;
}

Result<int> quarter(int number) {
  QUORUM_TRY(const int once, half(number));
  QUORUM_TRY(const int twice, half(once));
  return twice;
}

TEST(Error, TryHandsTheFirstErrorUp) {
  EXPECT_EQ(quarter(12).value(), 3);
  EXPECT_EQ(quarter(6).error().message, "It is odd.");
}

TEST(Error, MakesAResultHardlyLargerThanItsValue) {
  EXPECT_LE(sizeof(Result<>), 2 * sizeof(void*));
  EXPECT_LE(sizeof(Result<std::string>), sizeof(std::string) + sizeof(void*));
}

TEST(Error, IsItsResultsOwn) {
  const Result<int> first = half(1);
  Result<int> second = first;
  second.error().message = "It is another.";
  EXPECT_EQ(first.error().message, "It is odd.");

  const Result<int> third = std::move(second);
  EXPECT_EQ(third.error().message, "It is another.");
  second = third;
  EXPECT_EQ(second.error().message, "It is another.");
  second = 4;
  EXPECT_EQ(*second, 4);
}

TEST(Error, EveryCodeHasItsName) {
  EXPECT_EQ(name(Errc::invalid_request), "invalid_request");
  EXPECT_EQ(name(Errc::deadline_exceeded), "deadline_exceeded");
  EXPECT_EQ(name(Errc::internal), "internal");
}

}  // namespace
}  // namespace quorum
