#include "app/estimate.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

TEST(Estimate, AnUnknownPriceIsNothing) {
  const auto found = estimate("acme", "none", "Hello world");
  EXPECT_EQ(found.tokens, 3);
  EXPECT_FALSE(found.cost_usd);
}

}  // namespace
}  // namespace quorum::app
