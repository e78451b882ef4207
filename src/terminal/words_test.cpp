#include "terminal/words.hpp"

#include <gtest/gtest.h>

#include "terminal/golden_fixture.hpp"

namespace quorum::terminal {
namespace {

using Texts = std::vector<std::string>;

TEST(Words, NameSeatsByLetterAndSide) {
  const auto view = golden_view(1);
  EXPECT_EQ(seat_label(view.state(), "s2"), "B Coffee");
  EXPECT_EQ(seat_label(view.state(), "s9"), "s9");
  EXPECT_EQ(seat_title({.id = "s1", .model = "local/tiny"}), "tiny");
  EXPECT_EQ(seat_title({.id = "s1", .model = "local/tiny", .name = "Ada"}), "Ada");
}

TEST(Words, TellDurations) {
  EXPECT_EQ(duration_words(3), "3 ms");
  EXPECT_EQ(duration_words(644), "640 ms");
  EXPECT_EQ(duration_words(2'440), "2.4 s");
  EXPECT_EQ(duration_words(65'900), "1 min 5 s");
}

TEST(Words, GuessTheSpeedOfALiveTurnAndSaySo) {
  const auto view = golden_view(11);
  const auto* turn = view.turn("s1", 1);
  EXPECT_EQ(pace_words(*turn, view.pace("trn_1a")), (Texts{"≈ 50 tokens/s", "first token 300 ms"}));
}

TEST(Words, CountTheSpeedOfAFinishedTurn) {
  const auto view = golden_view(99);
  EXPECT_EQ(pace_words(*view.turn("s1", 2), view.pace("trn_2a")),
            (Texts{"80 tokens/s", "first token 280 ms", "16 tokens", "attempt 2"}));
}

TEST(Words, NeverCallAnUnknownPriceFree) {
  EXPECT_EQ(cost_words({}), "");
  EXPECT_EQ(cost_words({.tokens = 9}), "no cost");
  EXPECT_EQ(cost_words({.usd = Money::micro_usd(2'100), .tokens = 9}), "$0.0021");
  EXPECT_EQ(cost_words({.usd = Money::micro_usd(3), .tokens = 9}), "under $0.0001");
  EXPECT_EQ(cost_words({.usd = {}, .tokens = 9, .has_unknown_price = true}), "price unknown");
}

TEST(Words, SayWhatSmallModelsAre) {
  EXPECT_EQ(
      small_models_words(golden_view(1).state()),
      "smollm2-135m and qwen2.5-coder-0.5b are very small: expect weak sentences and a weaker "
      "judge. This shows how a debate runs; it is not advice.");
  EXPECT_EQ(small_models_words({}), "");
}

TEST(Words, TellEachOutcome) {
  const auto state = golden_view(1).state();
  EXPECT_EQ(outcome_title(state, {.outcome = Outcome::winner, .winner = "s2"}), "Coffee wins");
  EXPECT_EQ(outcome_title(state, {.outcome = Outcome::tie}), "A tie");
  EXPECT_EQ(outcome_title(state, {.outcome = Outcome::too_close}), "Too close to call");
  EXPECT_EQ(outcome_title(state, {.outcome = Outcome::no_decision}), "No decision");
  EXPECT_EQ(
      margin_words(state, {.outcome = Outcome::winner, .margin = -0.5, .low = -0.9, .high = -0.1}),
      "Margin 0.50 for B Coffee, 95 % interval −0.90 to −0.10 (+ is A).");
  EXPECT_EQ(margin_words(state, {.outcome = Outcome::tie, .margin = -0.0004}),
            "Margin 0.00, 95 % interval 0.00 to 0.00.");
  EXPECT_EQ(margin_words(state, {}), "No vote could be counted.");
}

TEST(Words, TurnAPreferenceTowardsWhoWasShownFirst) {
  const auto state = golden_view(1).state();
  const auto words = [&](std::string order, bool valid, std::optional<double> preference) {
    const auto vote = vote_of(
        state, {.judge = "j", .order = std::move(order), .valid = valid, .preference = preference});
    return preference_words(state, vote);
  };
  EXPECT_EQ(words("AB", true, 0.42), "for A Tea, 0.42");
  EXPECT_EQ(words("BA", true, 0.42), "for B Coffee, 0.42");
  EXPECT_EQ(words("BA", true, -0.42), "for A Tea, 0.42");
  EXPECT_EQ(words("AB", true, 0.001), "no difference");
  EXPECT_EQ(words("AB", false, 0.42), "no vote that counts");
  EXPECT_EQ(words("AB", true, std::nullopt), "no vote that counts");
  EXPECT_EQ(words("ZZ", true, 0.42), "no vote that counts");
}

TEST(Words, ExplainReasons) {
  EXPECT_EQ(reason_words("budget"), "its budget does not reach further");
  EXPECT_EQ(reason_words("the chair\x1b[2J failed"), "the chair[2J failed");
}

TEST(Words, ExplainFlagsEvenUnknownOnes) {
  EXPECT_EQ(flag_words("judge_is_participant"),
            "The judge is one of the debaters, so it may favour itself.");
  EXPECT_EQ(flag_words("brand_new"), "brand new");
}

}  // namespace
}  // namespace quorum::terminal
