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

std::string told(const Verdict& verdict, Detail detail) {
  std::string text;
  for (const auto& one : finding_words(golden_view(1).state(), verdict, detail)) {
    text += one.label + ": " + one.text + "\n";
  }
  return text;
}

TEST(Words, TellWhatTheBallotsFound) {
  const Verdict verdict{
      .scores = {{.seat = "s1",
                  .total = 17.5,
                  .means = {{"new_information", 3.5}, {"fairness", 4}}},
                 {.seat = "s2", .means = {{"fairness", 2}}}},
      .claims = {{.seat = "s2", .text = "It wakes.", .status = "upheld", .quote = "wakes you"},
                 {.seat = "s1", .text = "It calms.", .status = "unverified"}},
      .cruxes = {"Sleep or work?"},
      .agreements = {"Both are drinks."},
      .flips = {{.seat = "s1", .from = "Tea", .to = "Coffee", .round = 2, .argued_by = {"s2"}},
                {.seat = "s2", .from = "Coffee", .to = "Tea", .round = 3}},
      .unassessed = {{.judge = "local/qwen", .reason = "It is too small."}}};
  EXPECT_EQ(told(verdict, Detail::full),
            "Change: A Tea went from Tea to Coffee in round 2, on what B Coffee said.\n"
            "Change: B Coffee went from Coffee to Tea in round 3, without taking up an argument "
            "for it.\n"
            "Scores: A Tea 17.5 of 25: new information 3.5, fairness 4.0\n"
            "Scores: B Coffee: fairness 2.0\n"
            "Crux: Sleep or work?\n"
            "Agreed: Both are drinks.\n"
            "Claim: B Coffee: It wakes. (upheld) “wakes you”\n"
            "Claim: A Tea: It calms. (unverified)\n"
            "No scores or claims: qwen: It is too small.\n");
  EXPECT_EQ(told(verdict, Detail::brief).find("Claim: "), std::string::npos);
  EXPECT_EQ(told({}, Detail::full), "");
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
