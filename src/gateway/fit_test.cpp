#include "gateway/fit.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "llm/estimate.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::gateway {
namespace {

struct Outcome {
  std::optional<Error> error{};
  std::size_t asked = 0;
};

Outcome play(llm::Chat chat, Limits limits) {
  return testkit::run([&](async::Loop& loop) -> Task<Outcome> {
    testkit::ScriptedModels models{loop};
    models.add("m", {testkit::says("Hi")});
    const auto backend = fit(models, [limits](std::string_view) { return limits; });
    llm::Call call{.model = "m", .chat = chat};
    const auto opened = co_await backend->open(std::move(call), {});
    Outcome outcome{.asked = models.calls().size()};
    if (!opened) outcome.error = opened.error();
    co_return outcome;
  });
}

llm::Chat saying(std::string text) {
  return {.messages = {llm::message(llm::Role::user, std::move(text))}};
}

std::string words(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "word ";
  return text;
}

TEST(Fit, WhatIsUnknownIsNotHeldAgainstARequest) {
  auto chat = saying(words(10'000));
  chat.messages[0].parts.push_back({.content = llm::Image{}});
  chat.tools = {{.name = "f"}};
  EXPECT_EQ(play(chat, {}).asked, 1U);
}

TEST(Fit, WordsThatCannotFitAreRefusedBeforeTheyAreSent) {
  const auto outcome = play(saying(words(2000)), {.context_tokens = 1000});
  EXPECT_EQ(outcome.asked, 0U);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->code, Errc::invalid_request);
  EXPECT_EQ(outcome.error->reason, "context_length_exceeded");
  EXPECT_TRUE(outcome.error->message.starts_with("m reads at most 1000 tokens; "))
      << outcome.error->message;
}

TEST(Fit, AnEstimateThatIsALittleTooHighRefusesNobody) {
  const auto text = words(1000);
  const auto about = llm::estimate_tokens(text);
  EXPECT_EQ(play(saying(text), {.context_tokens = about * 85 / 100}).asked, 1U);
  EXPECT_EQ(play(saying(text), {.context_tokens = about * 75 / 100}).asked, 0U);
}

TEST(Fit, PicturesAndToolsAreRefusedForModelsKnownToTakeNone) {
  auto pictures = saying("What is this?");
  pictures.messages[0].parts.push_back({.content = llm::Image{}});
  EXPECT_EQ(play(pictures, {.can = {.images = true}}).asked, 1U);
  EXPECT_EQ(play(pictures, {.can = {.images = false}}).error->message, "m takes no pictures.");

  auto tools = saying("Look.");
  tools.tools = {{.name = "f"}};
  EXPECT_EQ(play(tools, {.can = {.tools = true}}).asked, 1U);
  EXPECT_EQ(play(tools, {.can = {.tools = false}}).error->field, "tools");
  EXPECT_EQ(play(saying("Hi"), {.can = {.tools = false, .images = false}}).asked, 1U);
}

TEST(Fit, AClientsBytesAreReadOnlyWhereTheyCouldMatter) {
  const auto asked = [](std::string body) {
    return testkit::run([&](async::Loop& loop) -> Task<Outcome> {
      testkit::ScriptedModels models{loop};
      models.add("m", {testkit::says("Hi")});
      const Limits limits{.context_tokens = 100, .can = {.tools = false}};
      const auto backend = fit(models, [limits](std::string_view) { return limits; });
      llm::Call call{.model = "m",
                     .wire = {.dialect = llm::Dialect::openai_chat,
                              .body = body,
                              .read = [](std::string_view) -> Result<llm::Chat> {
                                return Error{.code = Errc::invalid_request, .message = "read"};
                              }}};
      const auto opened = co_await backend->open(std::move(call), {});
      Outcome outcome;
      if (!opened) outcome.error = opened.error();
      co_return outcome;
    });
  };
  // The scripted model reads the words itself, so both fail; only one before it was asked.
  EXPECT_EQ(asked("short").error->message, "read");
  EXPECT_EQ(asked(std::string(101, 'x')).error->message, "read");
}

}  // namespace
}  // namespace quorum::gateway
