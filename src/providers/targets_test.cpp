#include "providers/targets.hpp"

#include <gtest/gtest.h>

#include "providers/vendors.hpp"

namespace quorum::providers {
namespace {

TEST(Targets, EachSpeaksTheDialectItIsAskedFor) {
  for (const auto& vendor : vendors()) {
    for (const auto& offer : vendor.offers) {
      const auto* target = target_of(offer.dialect);
      if (target != nullptr) EXPECT_EQ(target->dialect(), offer.dialect) << vendor.name;
    }
  }
  EXPECT_EQ(target_of(llm::Dialect::none), nullptr);
}

TEST(Targets, EveryVendorCanBeAskedInOneOfItsDialects) {
  for (const auto& vendor : vendors()) {
    bool is_spoken = false;
    for (const auto& offer : vendor.offers) {
      is_spoken = is_spoken || target_of(offer.dialect) != nullptr;
    }
    EXPECT_TRUE(is_spoken || vendor.name == "bedrock") << vendor.name;
  }
}

}  // namespace
}  // namespace quorum::providers
