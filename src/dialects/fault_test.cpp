#include "dialects/fault.hpp"

#include <gtest/gtest.h>

namespace quorum::dialects {
namespace {

TEST(Fault, NamesTheFieldAndSaysWhatWouldBeRight) {
  const auto error = wrong("messages.0.role", "one of user, assistant");
  EXPECT_EQ(error.code, Errc::invalid_request);
  EXPECT_EQ(error.message, "`messages.0.role` must be one of user, assistant.");
  EXPECT_EQ(error.field, "messages.0.role");
  EXPECT_EQ(missing("model", "name one").message, "`model` is missing: name one.");
  EXPECT_EQ(missing("model", "name one").reason, "missing_required_parameter");
}

}  // namespace
}  // namespace quorum::dialects
