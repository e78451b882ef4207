#include "debate/format/words.hpp"

#include <gtest/gtest.h>

namespace quorum::debate {
namespace {

TEST(Words, AreSmallAndOnce) {
  EXPECT_EQ(words_of("Tea, tea-time: CAF\xC3\x89 2x."),
            (WordSet{"tea", "time", "caf\xC3\x89", "2x"}));
  EXPECT_EQ(words_of("\u201CTea\u201D\u2014not\u00A0coffee\u2026"),
            (WordSet{"tea", "not", "coffee"}));
  EXPECT_EQ(words_of("\u8336\u3002\u5496\u5561"), (WordSet{"\u8336", "\u5496\u5561"}));
  EXPECT_EQ(words_of(" .,\xE2\x80"), WordSet{});
}

TEST(ContentWords, LeaveOutWhatSaysNothing) {
  EXPECT_EQ(content_words("It would cost 40 percent more than the old engine."),
            (WordSet{"cost", "40", "percent", "engine"}));
}

TEST(Overlap, IsSharedByAll) {
  EXPECT_EQ(shared_count({"a", "b"}, {"b", "c", "d"}), 1U);
  EXPECT_DOUBLE_EQ(overlap({"a", "b"}, {"b", "c", "d"}), 0.25);
  EXPECT_DOUBLE_EQ(overlap({"a"}, {"a"}), 1);
  EXPECT_DOUBLE_EQ(overlap({}, {}), 0);
}

TEST(Subtract, TakesAway) {
  WordSet words{"a", "b"};
  subtract(words, {"b", "c"});
  EXPECT_EQ(words, WordSet{"a"});
}

}  // namespace
}  // namespace quorum::debate
