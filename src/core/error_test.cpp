#include "core/error.hpp"

#include <gtest/gtest.h>

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

TEST(Error, EveryCodeHasItsName) {
  EXPECT_EQ(name(Errc::invalid_request), "invalid_request");
  EXPECT_EQ(name(Errc::deadline_exceeded), "deadline_exceeded");
  EXPECT_EQ(name(Errc::internal), "internal");
}

}  // namespace
}  // namespace quorum
