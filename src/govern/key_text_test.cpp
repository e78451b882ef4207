#include "govern/key_text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <utility>

namespace quorum::govern {
namespace {

std::string made() {
  const auto key = make_key();
  EXPECT_TRUE(key);
  return key ? std::string(key->reveal()) : "";
}

TEST(KeyText, IsOneOfOursAndNeverTheSame) {
  std::set<std::string> keys;
  for (int i = 0; i < 100; ++i) {
    const auto key = made();
    EXPECT_EQ(key.size(), 48U);
    EXPECT_TRUE(key.starts_with("sk-quorum-"));
    EXPECT_EQ(form_of(key), KeyForm::fine) << key;
    keys.insert(key);
  }
  EXPECT_EQ(keys.size(), 100U);
}

TEST(KeyText, UsesEveryLetterAlike) {
  std::array<int, 256> seen{};
  constexpr int kKeys = 4000;
  for (int i = 0; i < kKeys; ++i) {
    const auto key = made();
    for (const char c : key.substr(10, 32)) ++seen[static_cast<unsigned char>(c)];
  }
  int letters = 0;
  for (const int count : seen) {
    if (count == 0) continue;
    ++letters;
    // 2065 expected, and a standard deviation of 45.
    EXPECT_GT(count, 1700);
    EXPECT_LT(count, 2430);
  }
  EXPECT_EQ(letters, 62);
}

TEST(KeyText, IsCheckedByTheCrcThatEverybodyKnows) {
  // crc32("sk-quorum-" and 32 times "0") in base 62, by another implementation.
  EXPECT_EQ(form_of("sk-quorum-000000000000000000000000000000000QU3sN"), KeyForm::fine);
}

TEST(KeyText, ASlipIsFound) {
  const auto key = made();
  for (std::size_t i = 10; i < key.size(); ++i) {
    auto slipped = key;
    slipped[i] = slipped[i] == 'a' ? 'b' : 'a';
    EXPECT_EQ(form_of(slipped), KeyForm::mistyped) << i;
    if (i + 1 < key.size() && key[i] != key[i + 1]) {
      auto swapped = key;
      std::swap(swapped[i], swapped[i + 1]);
      EXPECT_EQ(form_of(swapped), KeyForm::mistyped) << i;
    }
    EXPECT_EQ(form_of(key.substr(0, i)), KeyForm::mistyped) << i;
  }
  EXPECT_EQ(form_of(key + "x"), KeyForm::mistyped);
}

TEST(KeyText, OtherKeysAreNoneOfItsBusiness) {
  for (const auto* key : {"", "sk-1234", "sk-ant-api03-x", "secret", "sk-quorum"}) {
    EXPECT_EQ(form_of(key), KeyForm::foreign) << key;
  }
}

}  // namespace
}  // namespace quorum::govern
