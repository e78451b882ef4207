#include "providers/llama/engine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "json/text.hpp"
#include "providers/llama/tiny_model.hpp"

namespace quorum::llama {
namespace {

using llm::Role;
using providers::LocalAsk;

/// What has been heard of one ask.
struct Told {
  std::string text;
  std::vector<llm::TokenLogprob> logprobs;
  std::vector<double> continuations;
  std::optional<llm::Finish> finish;
  llm::Usage usage;
  std::optional<Error> error;
  bool is_over() const { return finish || error; }
};

class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    auto loaded = Model::load({.file = TinyModel::file(), .conversations = 2}, is_interrupted_);
    if (loaded) model_ = std::move(*loaded);
    if (model_) engine_ = std::make_unique<Engine>(*model_, 2, clock_);
  }
  void SetUp() override { ASSERT_TRUE(engine_); }

  static LocalAsk ask_of(std::int64_t id, std::string text) {
    LocalAsk ask{.id = id};
    ask.chat.messages = {llm::message(Role::user, std::move(text))};
    ask.chat.temperature = 0;
    ask.chat.tokens_max = 8;
    return ask;
  }

  void ask(LocalAsk ask) {
    Engine::News news;
    engine_->ask(std::move(ask), news);
    hear(news);
  }
  void step() {
    Engine::News news;
    engine_->step(news);
    hear(news);
  }
  void run() {
    for (int steps = 0; engine_->has_work(); ++steps) {
      ASSERT_LT(steps, 2000) << "it does not end";
      step();
    }
  }
  Told run_alone(LocalAsk one) {
    const std::int64_t id = one.id;
    ask(std::move(one));
    run();
    return told_[id];
  }
  void cancel(std::int64_t id) {
    Engine::News news;
    engine_->cancel(id, news);
    hear(news);
  }

  void hear(const Engine::News& news) {
    for (const auto& one : news) {
      if (const auto* failure = std::get_if<providers::LocalFailure>(&one)) {
        EXPECT_FALSE(told_[failure->id].is_over()) << "told after its end";
        told_[failure->id].error = failure->error;
        continue;
      }
      const auto& piece = std::get<providers::LocalPiece>(one);
      Told& told = told_[piece.id];
      EXPECT_FALSE(told.is_over()) << "told after its end";
      EXPECT_TRUE(json::is_utf8(piece.delta.text));
      told.text += piece.delta.text;
      for (const auto& logprob : piece.delta.logprobs) told.logprobs.push_back(logprob);
      if (!piece.delta.continuations.empty()) told.continuations = piece.delta.continuations;
      if (piece.delta.finish) told.finish = piece.delta.finish;
      if (piece.delta.usage) told.usage = *piece.delta.usage;
    }
  }

  ManualClock clock_;
  std::atomic<bool> is_interrupted_ = false;
  std::unique_ptr<Model> model_;
  std::unique_ptr<Engine> engine_;
  std::map<std::int64_t, Told> told_;
};

TEST_F(EngineTest, WritesAsMuchAsItMay) {
  const Told told = run_alone(ask_of(1, "Say something."));
  EXPECT_EQ(told.finish, llm::Finish::length);
  EXPECT_EQ(told.usage.completion, 8);
  EXPECT_GT(told.usage.prompt, 8);
  EXPECT_FALSE(told.text.empty());
}

TEST_F(EngineTest, NoTokensAtAllIsAnAnswerToo) {
  LocalAsk none = ask_of(1, "Nothing.");
  none.chat.tokens_max = 0;
  const Told told = run_alone(std::move(none));
  EXPECT_EQ(told.finish, llm::Finish::length);
  EXPECT_EQ(told.usage.completion, 0);
  EXPECT_EQ(told.text, "");
}

TEST_F(EngineTest, KeptMemoryChangesNothingButTheCount) {
  const Told first = run_alone(ask_of(1, "Tell me of the sea and of all that lives in it."));
  const Told again = run_alone(ask_of(2, "Tell me of the sea and of all that lives in it."));
  EXPECT_EQ(again.text, first.text);
  EXPECT_EQ(first.usage.cached_read, 0);
  EXPECT_EQ(again.usage.cached_read, again.usage.prompt - 1);
}

TEST_F(EngineTest, AStopStringEndsTheAnswerBeforeIt) {
  LocalAsk free = ask_of(1, "Go on and on.");
  free.chat.tokens_max = 30;
  const std::string whole = run_alone(std::move(free)).text;
  ASSERT_GT(whole.size(), 12u);
  std::size_t cut = whole.size() / 2;
  while ((whole[cut] & 0xC0) == 0x80) ++cut;
  LocalAsk stopped = ask_of(2, "Go on and on.");
  stopped.chat.tokens_max = 30;
  stopped.chat.stop = {whole.substr(cut)};
  const Told told = run_alone(std::move(stopped));
  EXPECT_EQ(told.text, whole.substr(0, whole.find(whole.substr(cut))));
  EXPECT_EQ(told.finish, llm::Finish::stop);
}

TEST_F(EngineTest, AFullContextEndsTheAnswer) {
  LocalAsk endless = ask_of(1, "Never stop.");
  endless.chat.tokens_max.reset();
  endless.chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::grammar,
                                            .schema = "root ::= [a-z]* \"!\" \"?\""};
  const Told told = run_alone(std::move(endless));
  EXPECT_EQ(told.finish, llm::Finish::length);
  EXPECT_LE(told.usage.total(), static_cast<std::int64_t>(TinyModel::kContextTokens));
  EXPECT_GE(told.usage.total(), static_cast<std::int64_t>(TinyModel::kContextTokens) - 2);
}

TEST_F(EngineTest, APromptBeyondTheContextIsRefusedWithBothNumbers) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "word ";
  const Told told = run_alone(ask_of(1, text));
  ASSERT_TRUE(told.error);
  EXPECT_EQ(told.error->code, Errc::invalid_request);
  EXPECT_EQ(told.error->reason, "context_length_exceeded");
  EXPECT_NE(told.error->message.find("256"), std::string::npos) << told.error->message;
}

TEST_F(EngineTest, MoreAsksThanConversationsAreAllAnswered) {
  for (int id = 1; id <= 5; ++id) ask(ask_of(id, "Question number " + std::to_string(id)));
  run();
  for (int id = 1; id <= 5; ++id) {
    EXPECT_EQ(told_[id].finish, llm::Finish::length) << id;
    EXPECT_EQ(told_[id].usage.completion, 8) << id;
  }
}

TEST_F(EngineTest, TwoAnswersAreWrittenSideBySide) {
  ask(ask_of(1, "First."));
  ask(ask_of(2, "Second."));
  std::vector<std::int64_t> finished;
  while (engine_->has_work()) {
    step();
    for (const std::int64_t id : {1, 2}) {
      if (told_[id].is_over() && std::ranges::find(finished, id) == finished.end()) {
        finished.push_back(id);
        // The other was not kept waiting until this one was done.
        EXPECT_FALSE(told_[3 - id].text.empty());
      }
    }
  }
  EXPECT_EQ(finished.size(), 2u);
}

TEST_F(EngineTest, ACancelledAskEndsWhereverItStands) {
  ask(ask_of(1, "Being written."));
  while (told_[1].text.empty()) step();
  ask(ask_of(2, "Being read."));
  ask(ask_of(3, "Waiting."));
  for (const std::int64_t id : {3, 2, 1}) cancel(id);
  for (const std::int64_t id : {1, 2, 3}) {
    ASSERT_TRUE(told_[id].error) << id;
    EXPECT_EQ(told_[id].error->code, Errc::cancelled);
  }
  EXPECT_FALSE(engine_->has_work());
  cancel(1);
  cancel(99);
  EXPECT_EQ(run_alone(ask_of(4, "And now?")).finish, llm::Finish::length);
}

TEST_F(EngineTest, AnInterruptionDelaysAndChangesNothing) {
  const std::string expected = run_alone(ask_of(1, "The same words.")).text;
  engine_ = std::make_unique<Engine>(*model_, 2, clock_);
  for (int conversation = 0; conversation < 2; ++conversation) model_->forget(conversation, 0);
  ask(ask_of(2, "The same words."));
  for (int steps = 0; engine_->has_work(); ++steps) {
    is_interrupted_ = steps % 2 == 0;
    step();
    ASSERT_LT(steps, 500);
  }
  is_interrupted_ = false;
  EXPECT_EQ(told_[2].text, expected);
}

TEST_F(EngineTest, AContinuationsLikelihoodIsThatOfItsTokensOneAfterAnother) {
  LocalAsk judged = ask_of(1, "Who argued better?");
  judged.chat.messages.push_back(llm::message(Role::assistant, "Speaker"));
  judged.chat.continuations = {" A", " B was right about everything", " A"};
  judged.chat.tokens_max = 0;
  const llm::Chat chat = judged.chat;
  const Told told = run_alone(std::move(judged));
  ASSERT_EQ(told.continuations.size(), 3u);
  EXPECT_DOUBLE_EQ(told.continuations[0], told.continuations[2]);

  // The same by hand: each token read alone after all before it.
  const auto prompt = model_->prompt(chat);
  const auto words = model_->continuation(chat, *prompt, chat.continuations[1]);
  ASSERT_TRUE(prompt && words);
  ASSERT_GT(words->size(), 2u);
  model_->forget(0, 0);
  double sum = 0;
  std::vector<Token> all = *prompt;
  all.insert(all.end(), words->begin(), words->end());
  for (std::size_t at = 0; at + 1 < all.size(); ++at) {
    const std::vector<Step> one{{0, all[at], at, true}};
    ASSERT_TRUE(model_->read(one).value_or(false));
    if (at + 1 < prompt->size()) continue;
    const auto scores = model_->logits(0);
    sum += static_cast<double>(scores[static_cast<std::size_t>(all[at + 1])]) - log_total(scores);
  }
  EXPECT_NEAR(told.continuations[1], sum, 1e-2);
}

TEST_F(EngineTest, ScoringDoesNotDisturbWhatIsWrittenAfterIt) {
  const std::string expected = run_alone(ask_of(1, "Quiet.")).text;
  LocalAsk scored = ask_of(2, "Quiet.");
  scored.chat.continuations = {" one two three four", " five"};
  EXPECT_EQ(run_alone(std::move(scored)).text, expected);
}

TEST_F(EngineTest, LogProbabilitiesComeWithTheText) {
  LocalAsk wanted = ask_of(1, "Numbers.");
  wanted.chat.logprobs = true;
  wanted.chat.top_logprobs = 2;
  const Told told = run_alone(std::move(wanted));
  EXPECT_EQ(told.logprobs.size(), 8u);
  for (const auto& one : told.logprobs) {
    EXPECT_LE(one.logprob, 0);
    ASSERT_EQ(one.top.size(), 2u);
    EXPECT_DOUBLE_EQ(one.top[0].logprob, one.logprob);  // Greedy takes the likeliest.
  }
}

TEST_F(EngineTest, WhatCannotBeAskedIsRefusedAtOnce) {
  LocalAsk grammar = ask_of(3, "?");
  grammar.chat.format =
      llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::grammar, .schema = "nonsense"};
  LocalAsk many = ask_of(4, "?");
  many.chat.continuations.assign(65, " a");
  LocalAsk blank = ask_of(5, "?");
  blank.chat.continuations = {""};
  LocalAsk alone = ask_of(6, "");
  alone.chat.messages = {llm::message(Role::assistant, "Because")};
  LocalAsk library = ask_of(7, std::string(1 << 20, 'x'));
  ask(LocalAsk{.id = 8});
  ask(std::move(alone));
  ask(std::move(library));
  ask(std::move(grammar));
  ask(std::move(many));
  ask(std::move(blank));
  for (const std::int64_t id : {3, 4, 5, 6, 7, 8}) {
    ASSERT_TRUE(told_[id].error) << id;
    EXPECT_EQ(told_[id].error->code, Errc::invalid_request) << id;
  }
  EXPECT_FALSE(engine_->has_work());
}

}  // namespace
}  // namespace quorum::llama
