#include "providers/token_counter.hpp"

#include <gtest/gtest.h>

#include "providers/fake_site.hpp"
#include "providers/targets.hpp"
#include "testkit/fake_upstream.hpp"
#include "testkit/run.hpp"

namespace quorum::providers {
namespace {

struct Told {
  Result<llm::TokenCount> made = Error{};
  testkit::SeenRequest seen{};
};

Told tell(std::string_view vendor, std::string model, testkit::Play play, std::string path) {
  return testkit::run([&](async::Loop& loop) -> Task<Told> {
    FakeSite<testkit::FakeUpstream> fake{loop, vendor};
    fake.upstream.on(path, std::move(play));
    llm::Call call{.model = std::move(model)};
    call.chat.edit().messages.push_back(llm::message(llm::Role::user, "Hello there, how are you?"));
    call.chat.edit().tokens_max = 5;
    Told told;
    const auto counter = token_counter(fake.places());
    told.made = co_await counter->count(std::move(call), {});
    if (!fake.upstream.requests().empty()) told.seen = fake.seen();
    co_return told;
  });
}

TEST(TokenCounter, WhoCannotBeAskedIsGuessedFor) {
  for (const auto* model : {"local/tiny", "groq/llama"}) {
    const auto told = tell("groq", model, testkit::answers_json(200, "{}"), "/x");
    ASSERT_TRUE(told.made);
    EXPECT_TRUE(told.made->is_estimate);
    EXPECT_GT(told.made->tokens, 7);
    EXPECT_LT(told.made->tokens, 25);
    EXPECT_EQ(told.seen.bytes, "");
  }
}

TEST(TokenCounter, WhoseAnswerHoldsNoCountIsGuessedFor) {
  const auto told = tell("anthropic", "anthropic/claude", testkit::answers_json(200, "{}"),
                         "/v1/messages/count_tokens");
  ASSERT_TRUE(told.made);
  EXPECT_TRUE(told.made->is_estimate);
  EXPECT_NE(told.seen.bytes, "");
}

TEST(TokenCounter, AnEstimateCountsEverythingThatIsSaid) {
  llm::Chat chat;
  const auto empty = estimate_tokens_of(chat);
  chat.messages.push_back(llm::message(llm::Role::user, "one two three four five"));
  const auto with_text = estimate_tokens_of(chat);
  EXPECT_GT(with_text, empty + 4);
  chat.tools.push_back({.name = "weather", .description = "Tells the weather of a city."});
  const auto with_tool = estimate_tokens_of(chat);
  EXPECT_GT(with_tool, with_text + 6);
  chat.messages[0].parts.push_back({.content = llm::Image{}});
  EXPECT_GT(estimate_tokens_of(chat), with_tool + 80);
}

}  // namespace
}  // namespace quorum::providers
