#include "dialects/shown.hpp"

#include <gtest/gtest.h>

namespace quorum::dialects {
namespace {

TEST(Shown, LeavesAnHonestSentenceAlone) {
  const std::string_view sentence =
      "Invalid 'messages[3]'. Model claude-3-7-sonnet-20250219 takes 200000 tokens (ref: "
      "96164522-08b2-4cbf-886e-e5a38961a688), see `max_tokens` = 1.5.";
  EXPECT_EQ(shown(sentence), sentence);
}

TEST(Shown, HidesWhatLooksLikeASecretOrAnAddress) {
  EXPECT_EQ(shown("key sk-abc123, x gsk_12 AIzaSyB (pplx-1) end"),
            "key [hidden] x [hidden] [hidden] [hidden] end");
  EXPECT_EQ(shown("Incorrect key: 0123456789abcdef0123456789abcdef."), "Incorrect key: [hidden]");
  EXPECT_EQ(shown("your api key: ****-key is invalid"), "your api key: [hidden] is invalid");
  EXPECT_EQ(shown("at http://internal:8080/x or 10.0.0.17:80 ask me@example.com"),
            "at [hidden] or [hidden] ask [hidden]");
  EXPECT_EQ(shown("in organization org-a1b2 now"), "in organization [hidden] now");
  EXPECT_EQ(shown("risk-taking version 1.2.3"), "risk-taking version 1.2.3");
}

TEST(Shown, IsOneShortLine) {
  EXPECT_EQ(shown(" a\r\n\tb\x1b[0m  c "), "a b [0m c");
  std::string longer;
  for (int i = 0; i < 100; ++i) longer += "word ";
  EXPECT_LE(shown(longer).size(), 305U);
  EXPECT_TRUE(shown(longer).ends_with("word…"));
  EXPECT_EQ(shown(""), "");
}

TEST(Shown, AWordIsShortAndPlain) {
  EXPECT_TRUE(is_word("model_not_found"));
  EXPECT_TRUE(is_word("messages[3].content"));
  EXPECT_FALSE(is_word(""));
  EXPECT_FALSE(is_word("two words"));
  EXPECT_FALSE(is_word("sk-secret"));
  EXPECT_FALSE(is_word(std::string(65, 'a')));
}

}  // namespace
}  // namespace quorum::dialects
