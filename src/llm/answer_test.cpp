#include "llm/answer.hpp"

#include <gtest/gtest.h>

#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::llm {
namespace {

Answer built(const std::vector<Delta>& deltas) {
  AnswerBuilder builder;
  for (const auto& delta : deltas) builder.add(delta);
  return builder.take();
}

TEST(Answer, KeepsTheOrderInWhichThingsWereSaid) {
  const Seal seal{.maker = Maker::anthropic, .data = "s"};
  const auto answer = built({{.reasoning = "Hm"},
                             {.reasoning = "m.", .reasoning_seal = seal},
                             {.text = "Let me "},
                             {.text = "look."},
                             {.tool_calls = {{.index = 0, .id = "a", .name = "f"}}},
                             {.reasoning = "Again."},
                             {.tool_calls = {{.index = 0, .arguments = "{}"}}},
                             {.finish = Finish::tool_calls, .id = "id", .model = "m"}});
  const std::vector<Part> expected{{.content = Reasoning{.text = "Hmm.", .seal = seal}},
                                   text_part("Let me look."),
                                   {.content = ToolCall{.id = "a", .name = "f", .arguments = "{}"}},
                                   {.content = Reasoning{.text = "Again."}}};
  EXPECT_EQ(answer.message.parts, expected);
  EXPECT_EQ(answer.text(), "Let me look.");
  EXPECT_EQ(answer.finish, Finish::tool_calls);
  EXPECT_EQ(answer.id, "id");
  EXPECT_EQ(answer.model, "m");
}

TEST(Answer, AThoughtBehindASealIsAnother) {
  const Seal one{.maker = Maker::anthropic, .data = "1"};
  const Seal two{.maker = Maker::anthropic, .form = Seal::Form::encrypted, .data = "2"};
  const auto answer = built({{.reasoning = "a", .reasoning_seal = one}, {.reasoning_seal = two}});
  const std::vector<Part> expected{{.content = Reasoning{.text = "a", .seal = one}},
                                   {.content = Reasoning{.seal = two}}};
  EXPECT_EQ(answer.message.parts, expected);
}

TEST(Answer, TextBehindASealIsAnother) {
  const Seal seal{.maker = Maker::google, .data = "1"};
  const auto answer = built({{.text = "a", .text_seal = seal}, {.text = "b"}});
  const std::vector<Part> expected{{.content = Text{.text = "a", .seal = seal}}, text_part("b")};
  EXPECT_EQ(answer.message.parts, expected);
  EXPECT_EQ(answer.text(), "ab");
}

TEST(Answer, HoldsCallsThatAreToldInTurnApart) {
  const auto answer = built(
      {{.tool_calls = {{.index = 0, .id = "a", .name = "f"}, {.index = 1, .id = "b", .name = "g"}}},
       {.tool_calls = {{.index = 1, .arguments = "1"}}},
       {.tool_calls = {{.index = 0, .arguments = "0"}}},
       {.tool_calls = {{.index = 1'000'000, .arguments = "x"}}}});
  ASSERT_EQ(answer.message.tool_calls().size(), 2U);
  EXPECT_EQ(answer.message.tool_calls()[0]->arguments, "0");
  EXPECT_EQ(answer.message.tool_calls()[1]->arguments, "1");
}

TEST(Answer, IsOfTheFirstChoice) {
  EXPECT_EQ(built({{.text = "one"}, {.choice = 1, .text = "two"}}).text(), "one");
}

TEST(Ask, HearsAnAnswerToItsEnd) {
  const auto answer = testkit::run([](async::Loop& loop) -> Task<Result<Answer>> {
    testkit::ScriptedModels models(loop);
    models.add("m", {testkit::says("Hi there")});
    co_return co_await ask(models, {.model = "m"});
  });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->text(), "Hi there");
  EXPECT_EQ(answer->usage, (Usage{.prompt = 10, .completion = 2}));
}

TEST(Ask, AnAnswerThatIsCutIsAnError) {
  const auto answer = testkit::run([](async::Loop& loop) -> Task<Result<Answer>> {
    testkit::ScriptedModels models(loop);
    models.add("m", {testkit::breaks_after("Hi", {.code = Errc::upstream_failed})});
    co_return co_await ask(models, {.model = "m"});
  });
  EXPECT_EQ(answer.error().code, Errc::upstream_failed);
}

}  // namespace
}  // namespace quorum::llm
