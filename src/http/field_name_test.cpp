#include "http/field_name.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>

namespace quorum::http {
namespace {

TEST(FieldName, IsKnownInWhateverCase) {
  for (std::size_t index = 0; index < detail::kKnownNames.size(); ++index) {
    std::string name(detail::kKnownNames[index]);
    const auto expected = static_cast<Known>(index + 1);
    EXPECT_EQ(known_of(name), expected) << name;
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
    EXPECT_EQ(known_of(name), expected) << name;
    name[name.size() / 2] = static_cast<char>(std::tolower(name[name.size() / 2]));
    EXPECT_EQ(known_of(name), expected) << name;
  }
}

// One byte more, less or other is another name, wherever it is.
TEST(FieldName, IsNotTakenForAnother) {
  for (const auto known_name : detail::kKnownNames) {
    const std::string name(known_name);
    for (std::size_t at = 0; at < name.size(); ++at) {
      for (const char byte : {'j', 'J', '_', '.', '~', '1', '!'}) {
        auto other = name;
        other[at] = byte;
        if (other != name) EXPECT_EQ(known_of(other), Known::other) << other;
        EXPECT_EQ(known_of(name.substr(0, at) + byte + name.substr(at)), Known::other);
      }
    }
  }
  EXPECT_EQ(known_of("te"), Known::other);
  EXPECT_EQ(known_of("content-typ"), Known::other);
  EXPECT_EQ(known_of("x-quorum-provider-request-id-and-more"), Known::other);
}

TEST(FieldName, OfALiteralIsSettledByTheCompiler) {
  constexpr FieldName kName("Content-Type");
  static_assert(kName.known() == known("content-type") && kName.is_token());
  static_assert(FieldName("x-own").known() == Known::other);
  EXPECT_EQ(kName.text(), "Content-Type");
}

TEST(FieldName, MadeByAProgramMayBeNone) {
  const std::string split = "x\r\nhost";
  EXPECT_FALSE(FieldName(split).is_token());
  // What differs from a hyphen in nothing but the bit of a letter's case.
  const std::string odd = "content\rtype";
  EXPECT_FALSE(FieldName(odd).is_token());
  EXPECT_EQ(FieldName(odd).known(), Known::other);
  EXPECT_EQ(FieldName(std::string_view("HOST")).known(), known("host"));
}

TEST(KnownSet, HoldsWhatItWasGiven) {
  constexpr auto kSet = KnownSet::of("host", "x-should-retry");
  static_assert(kSet.has(known("host")) && kSet.has(known("x-should-retry")));
  static_assert(!kSet.has(known("accept")) && !kSet.has(Known::other));
  static_assert(kSet.has_any(KnownSet::of("host", "date")) && !kSet.has_any(KnownSet::of("date")));
}

}  // namespace
}  // namespace quorum::http
