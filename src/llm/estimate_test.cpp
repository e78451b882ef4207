#include "llm/estimate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::llm {
namespace {

// What o200k_base makes of it stands behind each: no estimate may be off by more than a quarter.
TEST(TokenEstimate, IsNearWhatATokenizerSays) {
  const auto near = [](std::string_view text, std::int64_t tokens) {
    EXPECT_GE(estimate_tokens(text) * 4, tokens * 3) << text;
    EXPECT_LE(estimate_tokens(text) * 4, tokens * 5) << text;
  };
  near("The quick brown fox jumps over the lazy dog. It was not amused, and it said so at length.",
       22);
  near("Der schnelle braune Fuchs springt über den faulen Hund, der davon gar nichts wissen will.",
       21);
  near("Быстрая коричневая лиса перепрыгивает через ленивую собаку, которой это не нравится.", 25);
  near("敏捷的棕色狐狸跳过了懒狗,而那只狗对此并不感到高兴。", 26);
  near("素早い茶色の狐がのろまな犬を飛び越えたので、犬は怒りました。", 26);
  near("for (std::size_t at = 0; at < text.size(); ++at) {\n  if (text[at] == '\\n') ++lines;\n}\n",
       35);
}

TEST(TokenEstimate, NothingIsNothingAndSomethingIsSomething) {
  EXPECT_EQ(estimate_tokens(""), 0);
  EXPECT_EQ(estimate_tokens(" "), 1);
  EXPECT_EQ(estimate_tokens("a"), 1);
}

TEST(TokenEstimate, TakesBrokenBytesForWhatTheyAre) {
  EXPECT_EQ(estimate_tokens("\xFF\xFE\xFF"), 3);
  EXPECT_EQ(estimate_tokens("a\xC3"), 2);
  EXPECT_EQ(estimate_tokens(std::string(1'000'000, '\xFF')), 1'000'000);
  std::string mixed;
  for (int i = 0; i < 20'000; ++i) mixed += "a\xFF";
  EXPECT_EQ(estimate_tokens(mixed), 36'720);
}

TEST(Estimate, NeverExceedsItsBound) {
  for (const std::string piece :
       {"a", "a ", "\u00e9", "\u00e9,", "\u00e9 ", "7", "7,", "\n", "\n\r", ",", "\u6f22",
        "\u0416 ", "word ", "\U0001F600", " ", "a1"}) {
    for (const int times : {1, 2, 3, 100, 1000}) {
      std::string text;
      for (int i = 0; i < times; ++i) text += piece;
      EXPECT_LE(estimate_tokens(text), estimate_tokens_max(text)) << piece << times;
    }
  }
}

TEST(Estimate, ItsBoundCountsEveryDigit) {
  EXPECT_EQ(estimate_tokens_max(std::string(1000, '7')), 1127);
  EXPECT_EQ(estimate_tokens_max(std::string(1000, 'a')), 839);
  EXPECT_EQ(estimate_tokens_max("/0:9" + std::string(480, 'a') + "0"), 409);
}

}  // namespace
}  // namespace quorum::llm
