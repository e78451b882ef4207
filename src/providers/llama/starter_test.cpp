// The models that people begin with, where their weights are on this machine.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "async/loop.hpp"
#include "core/try.hpp"
#include "providers/local/models.hpp"

namespace quorum::llama {
namespace {

using llm::Role;

std::string models_folder() {
  const auto set = [](const char* name) -> std::string {
    const char* const value = std::getenv(name);
    return value ? value : "";
  };
  if (const auto data = set("QUORUM_DATA_DIR"); !data.empty()) return data + "/models";
  if (const auto data = set("XDG_DATA_HOME"); !data.empty()) return data + "/quorum/models";
  return set("HOME") + "/.local/share/quorum/models";
}

struct Answer {
  std::string text;
  std::vector<double> continuations;
  std::optional<llm::Finish> finish;
};

Task<Result<Answer>> ask(llm::ChatBackend* backend, llm::Call call) {
  QUORUM_CO_TRY(auto stream, co_await backend->open(std::move(call), {}));
  Answer answer;
  while (true) {
    QUORUM_CO_TRY(auto batch, co_await stream->next());
    if (!batch) co_return answer;
    for (const llm::Delta& delta : batch->deltas) {
      answer.text += delta.text;
      if (!delta.continuations.empty()) answer.continuations = delta.continuations;
      if (delta.finish) answer.finish = delta.finish;
    }
  }
}

class StarterTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!models_->find(model_))
      GTEST_SKIP() << model_ << " is not here: quorum models pull starter";
  }
  Answer answer_to(llm::Chat chat) {
    auto answer = loop_->run_until_done(ask(
        backend_.get(), {.model = model_, .stream = true, .wire = {}, .chat = std::move(chat)}));
    EXPECT_TRUE(answer) << answer.error().message << answer.error().detail;
    return answer ? std::move(*answer) : Answer{};
  }

  const std::string model_ = std::string("local/") + GetParam();
  std::unique_ptr<async::Loop> loop_ = std::move(async::Loop::create().value());
  std::unique_ptr<providers::LocalModels> models_ =
      providers::LocalModels::create(*loop_, {.models_folder = models_folder(), .niceness = 0});
  std::unique_ptr<llm::ChatBackend> backend_ = models_->backend(*loop_);
};

INSTANTIATE_TEST_SUITE_P(All, StarterTest, testing::Values("smollm2-135m", "qwen2.5-coder-0.5b"));

TEST_P(StarterTest, KnowsTheCapitalOfFrance) {
  const Answer answer =
      answer_to({.messages = {llm::message(Role::user, "What is the capital of France? One word.")},
                 .temperature = 0,
                 .tokens_max = 24});
  EXPECT_NE(answer.text.find("Paris"), std::string::npos) << answer.text;
  EXPECT_EQ(answer.text.find("<|im_"), std::string::npos) << answer.text;
}

TEST_P(StarterTest, ContinuesAPrefillByOneSentence) {
  llm::Chat chat{.messages = {llm::message(Role::system,
                                           "You are a debater. You argue that tea is "
                                           "the better choice."),
                              llm::message(Role::user,
                                           "Question: tea or coffee? Give one reason "
                                           "for tea. Speak about health."),
                              llm::message(Role::assistant, "Tea is the better choice because")},
                 .temperature = 0.3,
                 .seed = 1,
                 .tokens_max = 120};
  chat.format =
      llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::grammar,
                          .schema = R"(root ::= " " [^.!?\n*#:;`"<>|()\[\]]{30,240} ".")"};
  const Answer answer = answer_to(std::move(chat));
  ASSERT_GT(answer.text.size(), 31u);
  EXPECT_EQ(answer.text.front(), ' ');
  EXPECT_EQ(answer.text.find_first_of(".!?"), answer.text.size() - 1) << answer.text;
}

TEST_P(StarterTest, FollowsASchema) {
  llm::Chat chat{.messages = {llm::message(Role::user, "Who won? Answer as JSON.")},
                 .temperature = 0,
                 .tokens_max = 60};
  chat.format = llm::ResponseFormat{
      .kind = llm::ResponseFormat::Kind::json_schema,
      .schema = R"({"type":"object","properties":{"winner":{"enum":["A","B"]}},)"
                R"("required":["winner"],"additionalProperties":false})"};
  std::string text = answer_to(std::move(chat)).text;
  std::erase_if(text, [](char letter) { return letter == ' ' || letter == '\n'; });
  EXPECT_TRUE(text == R"({"winner":"A"})" || text == R"({"winner":"B"})") << text;
}

/// The log-odds of " A" over " B" as the better speaker.
llm::Chat verdict(std::string a, std::string b) {
  llm::Chat chat{
      .messages = {llm::message(Role::user, "Question: Why is the sky blue?\nSpeaker A: " + a +
                                                "\nSpeaker B: " + b +
                                                "\nWhich speaker gave the better argument?"),
                   llm::message(Role::assistant, "The better argument was given by Speaker")},
      .tokens_max = 0};
  chat.continuations = {" A", " B"};
  return chat;
}

TEST_P(StarterTest, JudgesByLogOddsInBothOrders) {
  const std::string good = "Air scatters the short blue waves of sunlight more than the long ones.";
  const std::string bad = "Pigs paint it every night with brushes made of cheese.";
  const auto odds = [this](llm::Chat chat) {
    const auto scores = answer_to(std::move(chat)).continuations;
    return scores.size() == 2 ? scores[0] - scores[1] : 0;
  };
  const double good_first = odds(verdict(good, bad));
  const double bad_first = odds(verdict(bad, good));
  EXPECT_NE(good_first, bad_first);  // Whoever says the same of both orders has read nothing.
  // The smaller one's judgement is worth little (docs/local-models.md); the larger one's, this
  // much.
  if (std::string_view(GetParam()) == "qwen2.5-coder-0.5b") {
    EXPECT_GT((good_first - bad_first) / 2, 0);
  }
}

}  // namespace
}  // namespace quorum::llama
