#include "providers/llama/sampler.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "providers/llama/tiny_model.hpp"

namespace quorum::llama {
namespace {

using Kind = llm::ResponseFormat::Kind;

/// The vocabulary is real; the scores are written here.
class SamplerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    static const std::atomic<bool> never = false;
    auto loaded = Model::load({.file = TinyModel::file(), .conversations = 1}, never);
    if (loaded) model_ = loaded->release();
  }
  static void TearDownTestSuite() {
    delete model_;
    model_ = nullptr;
  }
  void SetUp() override {
    ASSERT_TRUE(model_);
    scores_.assign(model_->vocabulary(), 0);
  }

  /// The token that stands for exactly `text`.
  Token token(std::string_view text) const {
    for (std::size_t i = 0; i < model_->vocabulary(); ++i) {
      if (model_->piece(static_cast<Token>(i)) == text) return static_cast<Token>(i);
    }
    ADD_FAILURE() << "no token is " << text;
    return 0;
  }
  void prefer(std::string_view text, float score) {
    scores_[static_cast<std::size_t>(token(text))] = score;
  }
  std::string choose(Sampler& sampler) {
    const auto choice = sampler.choose(scores_);
    if (!choice) return "error: " + choice.error().message;
    return model_->ends_answer(choice->token) ? "<end>" : model_->piece(choice->token);
  }
  Sampler sampler(const llm::Chat& chat) {
    auto made = Sampler::create(*model_, chat);
    EXPECT_TRUE(made) << made.error().message;
    return std::move(*made);
  }

  static Model* model_;
  std::vector<float> scores_;
};

Model* SamplerTest::model_ = nullptr;

llm::Chat greedy() { return {.messages = {}, .temperature = 0}; }

llm::Chat under(std::string grammar) {
  llm::Chat chat = greedy();
  chat.format = llm::ResponseFormat{.kind = Kind::grammar, .schema = std::move(grammar)};
  return chat;
}

TEST_F(SamplerTest, AtZeroTemperatureTheLikeliestIsChosen) {
  prefer(" house", 5);
  prefer(" tree", 6);
  auto made = sampler(greedy());
  EXPECT_EQ(choose(made), " tree");
}

TEST_F(SamplerTest, TheSameSeedChoosesTheSame) {
  for (std::size_t i = 0; i < scores_.size(); ++i) scores_[i] = static_cast<float>(i % 7);
  llm::Chat chat{.messages = {}, .temperature = 1.5, .top_p = 1, .top_k = 0, .min_p = 0, .seed = 3};
  const auto ten = [&](const llm::Chat& how) {
    auto made = sampler(how);
    std::string text;
    for (int i = 0; i < 10; ++i) text += choose(made) + "|";
    return text;
  };
  const std::string first = ten(chat);
  EXPECT_EQ(ten(chat), first);
  chat.seed = 4;
  EXPECT_NE(ten(chat), first);
}

TEST_F(SamplerTest, TopKAndMinPLeaveOnlyTheLikeliest) {
  prefer(" one", 10);
  prefer(" two", 9.9F);
  prefer(" three", 9.8F);
  llm::Chat chat{.messages = {}, .temperature = 2, .top_p = 1, .top_k = 2, .min_p = 0, .seed = 1};
  auto made = sampler(chat);
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) seen.insert(choose(made));
  EXPECT_EQ(seen, (std::set<std::string>{" one", " two"}));

  chat.top_k = 0;
  chat.min_p = 0.95;
  auto strict = sampler(chat);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(choose(strict), " one");
}

TEST_F(SamplerTest, APenaltyMakesWhatWasSaidLessLikely) {
  prefer(" again", 6);
  prefer(" other", 5.5F);
  llm::Chat chat = greedy();
  chat.frequency_penalty = 1;
  auto made = sampler(chat);
  EXPECT_EQ(choose(made), " again");
  EXPECT_EQ(choose(made), " other");
}

TEST_F(SamplerTest, AGrammarsRefusalFindsTheLikeliestThatFits) {
  prefer(" house", 9);
  prefer("yes", 2);
  prefer("no", 3);
  auto made = sampler(under("root ::= \"yes\" | \"no\""));
  EXPECT_EQ(choose(made), "no");
}

TEST_F(SamplerTest, WhatFitsIsFoundHoweverUnlikelyItIs) {
  for (std::size_t i = 0; i < scores_.size(); ++i) scores_[i] = 1 + static_cast<float>(i % 5);
  for (std::size_t i = 0; i < scores_.size(); ++i) {
    const std::string piece = model_->piece(static_cast<Token>(i));
    if (std::string_view("maybe").starts_with(piece) && !piece.empty()) scores_[i] = -50;
  }
  auto made = sampler(under("root ::= \"maybe\""));
  std::string text;
  for (int i = 0; i < 5 && text.size() < 5; ++i) text += choose(made);
  EXPECT_EQ(text, "maybe");
  EXPECT_EQ(choose(made), "<end>");
}

TEST_F(SamplerTest, AnAnswerEndsWhereItsGrammarEnds) {
  prefer("yes", 9);
  auto made = sampler(under("root ::= \"yes\""));
  EXPECT_EQ(choose(made), "yes");
  EXPECT_EQ(choose(made), "<end>");
}

TEST_F(SamplerTest, AJsonSchemaIsFollowedWhateverTheScores) {
  llm::Chat chat{.messages = {}, .temperature = 1, .seed = 5};
  chat.format = llm::ResponseFormat{
      .kind = Kind::json_schema,
      .schema = R"({"type":"object","properties":{"w":{"enum":["A","B"]}},"required":["w"],)"
                R"("additionalProperties":false})"};
  auto made = sampler(chat);
  std::string text;
  for (int i = 0; i < 60; ++i) {
    for (std::size_t at = 0; at < scores_.size(); ++at) {
      scores_[at] = static_cast<float>((at * 7919 + static_cast<std::size_t>(i) * 31) % 11);
    }
    const std::string piece = choose(made);
    if (piece == "<end>") break;
    text += piece;
  }
  std::erase_if(text, [](char letter) { return letter == ' ' || letter == '\n'; });
  EXPECT_TRUE(text == R"({"w":"A"})" || text == R"({"w":"B"})") << text;
}

TEST_F(SamplerTest, ABrokenGrammarIsTheCallersMistake) {
  for (const char* grammar :
       {"", "root", "root ::= missing", "other ::= \"a\"", "root ::= root \"a\""}) {
    llm::Chat chat = under(grammar);
    const auto made = Sampler::create(*model_, chat);
    if (std::string_view(grammar).empty()) continue;  // No grammar at all: any text.
    ASSERT_FALSE(made) << grammar;
    EXPECT_EQ(made.error().code, Errc::invalid_request) << grammar;
    EXPECT_EQ(made.error().field, "response_format") << grammar;
  }
}

TEST_F(SamplerTest, NoNumberHoweverOddBringsItDown) {
  prefer(" one", 3);
  for (const double odd : {0.0, -0.0, -1.0, 1e-300, 1e-40, 1e300, -1e300, 1e38}) {
    llm::Chat chat{.messages = {}, .temperature = odd, .top_p = odd, .min_p = odd, .seed = 1};
    chat.top_k = odd > 0 ? INT64_MAX : INT64_MIN;
    chat.frequency_penalty = odd;
    chat.presence_penalty = odd;
    chat.repeat_penalty = odd;
    auto made = sampler(chat);
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(choose(made).starts_with("error")) << odd;
  }
}

TEST_F(SamplerTest, NoNestingHoweverDeepBringsItDown) {
  for (const std::size_t depth : {std::size_t{2'000}, std::size_t{2'001}, std::size_t{100'000}}) {
    const std::string open(depth, '(');
    const std::string close(depth, ')');
    llm::Chat pattern = under("");
    pattern.format = llm::ResponseFormat{
        .kind = Kind::json_schema,
        .schema = R"({"type":"string","pattern":"^)" + open + "a" + close + R"($"})"};
    for (const llm::Chat& chat : {under("root ::= " + open + "\"a\"" + close), pattern}) {
      const auto made = Sampler::create(*model_, chat);
      EXPECT_EQ(made.has_value(), depth == 2'000) << depth;
    }
  }
}

TEST_F(SamplerTest, LogProbabilitiesAreOfTheModelItself) {
  scores_.assign(scores_.size(), -1000);
  prefer(" one", std::log(3.0F));
  prefer(" two", 0);
  llm::Chat chat = greedy();
  chat.logprobs = true;
  chat.top_logprobs = 2;
  auto made = sampler(chat);
  const auto choice = made.choose(scores_);
  ASSERT_TRUE(choice && choice->logprob);
  EXPECT_EQ(choice->logprob->token, " one");
  EXPECT_NEAR(choice->logprob->logprob, std::log(0.75), 1e-6);
  ASSERT_EQ(choice->logprob->top.size(), 2u);
  EXPECT_EQ(choice->logprob->top[1].token, " two");
  EXPECT_NEAR(choice->logprob->top[1].logprob, std::log(0.25), 1e-6);
}

TEST(LogTotal, IsRightForScoresThatWouldOverflow) {
  const std::vector<float> scores{1000, 1000};
  EXPECT_NEAR(log_total(scores), 1000 + std::log(2.0), 1e-6);
}

}  // namespace
}  // namespace quorum::llama
