#include "sse/lines.hpp"

#include <gtest/gtest.h>

namespace quorum::sse {
namespace {

using Texts = std::vector<std::string>;

TEST(SseLines, DoesNotDependOnWhereTheStreamIsCut) {
  const std::string_view stream = "{\"a\":1}\r\n\n{\"b\":\"\\r\"}\n\r\n  x\r\nlast";
  const Texts expected{"{\"a\":1}", "{\"b\":\"\\r\"}", "  x", "last"};
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    Lines lines(100);
    Texts got;
    ASSERT_TRUE(lines.push(stream.substr(0, cut), got));
    ASSERT_TRUE(lines.push(stream.substr(cut), got));
    EXPECT_EQ(got.size(), 3U) << "cut at byte " << cut;
    EXPECT_TRUE(lines.is_inside_line());
    lines.finish(got);
    EXPECT_EQ(got, expected) << "cut at byte " << cut;
    EXPECT_FALSE(lines.is_inside_line());
  }
}

TEST(SseLines, RefusesALineBeyondItsLimit) {
  Texts got;
  Lines fits(4);
  EXPECT_TRUE(fits.push("abcd\nefgh", got));
  EXPECT_TRUE(fits.push("\n", got));
  EXPECT_EQ(got, (Texts{"abcd", "efgh"}));

  Lines whole(4);
  EXPECT_FALSE(whole.push("abcde\n", got));
  Lines pieces(4);
  EXPECT_TRUE(pieces.push("abc", got));
  const auto refused = pieces.push("de", got);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "A line of the stream has more than 4 bytes.");
}

}  // namespace
}  // namespace quorum::sse
