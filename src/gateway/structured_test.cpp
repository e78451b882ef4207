#include "gateway/structured.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::gateway {
namespace {

using testkit::says;
using testkit::Script;
using Kind = llm::ResponseFormat::Kind;

constexpr std::string_view kSchema =
    R"({"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}})";

llm::Chat wanting(Kind kind = Kind::json_schema) {
  llm::Chat chat{.messages = {llm::message(llm::Role::user, "Why?")}};
  chat.format = llm::ResponseFormat{.kind = kind, .schema = std::string{kSchema}};
  return chat;
}

struct Outcome {
  std::string text{};
  std::optional<llm::Usage> usage{};
  std::vector<std::string> emulated{};
  std::optional<Error> error{};
  std::vector<llm::Chat> asked{};
};

Task<Outcome> gather(Outcome outcome, std::unique_ptr<llm::ChatStream> stream) {
  outcome.emulated = stream->notes().emulated;
  while (true) {
    auto batch = co_await stream->next();
    if (!batch) outcome.error = batch.error();
    if (!batch || !*batch) co_return outcome;
    for (const auto& delta : (*batch)->deltas) {
      outcome.text += delta.text;
      if (delta.usage) outcome.usage = delta.usage;
    }
  }
}

Outcome play(const std::vector<Script>& scripts, Promise promise, llm::Chat chat = wanting()) {
  return testkit::run([&](async::Loop& loop) -> Task<Outcome> {
    testkit::ScriptedModels models{loop};
    models.add("m", scripts);
    const auto backend = structured(models, [promise](std::string_view) { return promise; });
    llm::Call call{.model = "m", .chat = chat};
    Outcome outcome;
    auto opened = co_await backend->open(std::move(call), {});
    if (opened) {
      outcome = co_await gather(std::move(outcome), std::move(*opened));
    } else {
      outcome.error = opened.error();
    }
    for (const auto& seen : models.calls()) outcome.asked.push_back(seen.chat);
    co_return outcome;
  });
}

TEST(Structured, AModelThatKeepsToSchemasIsLeftAlone) {
  const auto outcome = play({says("not even JSON")}, Promise::json_schema);
  EXPECT_EQ(outcome.text, "not even JSON");
  EXPECT_EQ(outcome.asked.at(0), wanting());
  EXPECT_TRUE(outcome.emulated.empty());
}

TEST(Structured, TheSchemaGoesIntoThePromptAndTheJsonComesBackAlone) {
  const auto outcome = play({says("Here you are:\n```json\n{\"a\": 1}\n```")}, Promise::nothing);
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.text, "{\"a\": 1}");
  EXPECT_EQ(outcome.emulated, (std::vector<std::string>{"response_format"}));
  ASSERT_EQ(outcome.asked.size(), 1U);
  const auto& asked = outcome.asked[0];
  EXPECT_FALSE(asked.format);
  EXPECT_EQ(asked.messages[0].role, llm::Role::system);
  EXPECT_NE(asked.messages[0].text().find(kSchema), std::string::npos);
  EXPECT_EQ(asked.messages[1].text(), "Why?");
}

TEST(Structured, AModelThatCanPromiseJsonIsAskedTo) {
  const auto outcome = play({says("{\"a\":1}")}, Promise::json_object);
  ASSERT_TRUE(outcome.asked.at(0).format);
  EXPECT_EQ(outcome.asked.at(0).format->kind, Kind::json_object);
}

TEST(Structured, TheCallersOwnSystemTextStays) {
  auto chat = wanting();
  chat.messages.insert(chat.messages.begin(), llm::message(llm::Role::system, "Be brief."));
  const auto outcome = play({says("{\"a\":1}")}, Promise::nothing, chat);
  ASSERT_EQ(outcome.asked.at(0).messages.size(), 2U);
  EXPECT_TRUE(outcome.asked.at(0).messages[0].text().starts_with("Be brief.\n\nAnswer with one"));
}

TEST(Structured, AnAnswerThatDoesNotFitIsAskedForOnceMore) {
  const auto outcome = play({says("{\"a\":\"x\"}"), says("{\"a\":2}")}, Promise::nothing);
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.text, "{\"a\":2}");
  EXPECT_EQ(outcome.usage, (llm::Usage{.prompt = 20, .completion = 2}));
  ASSERT_EQ(outcome.asked.size(), 2U);
  const auto& again = outcome.asked[1].messages;
  ASSERT_EQ(again.size(), 4U);
  EXPECT_EQ(again[2].text(), "{\"a\":\"x\"}");
  EXPECT_NE(again[3].text().find("At /a: "), std::string::npos) << again[3].text();
}

TEST(Structured, AnAnswerThatNeverFitsIsAnError) {
  const auto outcome = play({says("no"), says("never"), says("{\"a\":2}")}, Promise::nothing);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->code, Errc::upstream_failed);
  EXPECT_EQ(outcome.error->reason, "schema_mismatch");
  EXPECT_EQ(outcome.asked.size(), 2U);
}

TEST(Structured, ACallOfAToolIsNoAnswerToBeChecked) {
  const llm::Delta call{.tool_calls = {{.index = 0, .id = "1", .name = "f", .arguments = "{}"}}};
  const auto outcome = play({{.steps = {{.deltas = {call}}}}}, Promise::nothing);
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.asked.size(), 1U);
  EXPECT_TRUE(outcome.emulated.empty());
}

TEST(Structured, OtherFormatsAreTheModelsOwnAffair) {
  EXPECT_EQ(play({says("{}")}, Promise::nothing, wanting(Kind::json_object)).asked.at(0),
            wanting(Kind::json_object));
}

TEST(Structured, ASchemaThatIsNoJsonIsRefused) {
  auto chat = wanting();
  chat.format->schema = "{";
  const auto outcome = play({says("{}")}, Promise::nothing, chat);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->code, Errc::invalid_request);
  EXPECT_TRUE(outcome.asked.empty());
}

TEST(Structured, AFailureIsTheModelsOwn) {
  const auto outcome =
      play({testkit::refuses({.code = Errc::rate_limited, .message = "No."})}, Promise::nothing);
  EXPECT_EQ(outcome.error->code, Errc::rate_limited);
}

}  // namespace
}  // namespace quorum::gateway
