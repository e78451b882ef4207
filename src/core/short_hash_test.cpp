#include "core/short_hash.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

namespace quorum {
namespace {

TEST(ShortHash, TellsNamesApartByTheirEndsAndTheirLength) {
  const std::array<std::string_view, 9> names{"",
                                              "a",
                                              "b",
                                              "ab",
                                              "gpt-4o",
                                              "gpt-4o-mini",
                                              "gpt-4.1-mini",
                                              "/v1/chat/completions",
                                              "/v1/completions"};
  std::set<std::uint64_t> hashes;
  for (const auto name : names) hashes.insert(short_hash(name));
  EXPECT_EQ(hashes.size(), names.size());
}

TEST(ShortHash, IsTheSameForTheSameNameWhereverItStands) {
  const std::string text = "xgpt-4o-mini";
  EXPECT_EQ(short_hash(std::string_view(text).substr(1)), short_hash("gpt-4o-mini"));
}

TEST(ShortHash, SpreadsNumberedNamesOverASmallTable) {
  std::set<std::uint64_t> places;
  for (int i = 0; i < 64; ++i) places.insert(short_hash("model-" + std::to_string(i)) % 256);
  EXPECT_GT(places.size(), 48U);
}

TEST(IsSameName, SeesEveryLetterAtEveryLength) {
  std::string name;
  for (int size = 0; size < 40; ++size) {
    const std::string copy = name;
    EXPECT_TRUE(is_same_name(name, copy));
    EXPECT_FALSE(is_same_name(name, copy + "x"));
    for (std::size_t i = 0; i < name.size(); ++i) {
      auto other = name;
      other[i] = '!';
      EXPECT_FALSE(is_same_name(name, other)) << size << " " << i;
    }
    name += static_cast<char>('a' + size % 26);
  }
}

}  // namespace
}  // namespace quorum
