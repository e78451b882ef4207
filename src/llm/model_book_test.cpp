#include "llm/model_book.hpp"

#include <gtest/gtest.h>

namespace quorum::llm {
namespace {

constexpr std::string_view kBook = R"({"providers":[{"id":"acme","models":[
  {"id":"a","context":1000,"output":10,"can":["tools","images","temperature"]},
  {"id":"a-2","can":["files","audio","reasoning"]}]}]})";

TEST(ModelBook, TellsWhatAModelCanDo) {
  const auto book = ModelBook::parse(kBook);
  ASSERT_TRUE(book);
  EXPECT_EQ(book->size(), 2U);
  EXPECT_EQ(book->find("acme", "a"),
            (ModelAbilities{
                .context_tokens = 1000,
                .output_tokens_max = 10,
                .can = {.tools = true, .images = true, .reasoning = false, .temperature = true}}));
  const auto second = book->find("acme", "a-2");
  EXPECT_EQ(second->context_tokens, std::nullopt);
  EXPECT_EQ(second->can, (Capabilities{.tools = false,
                                       .images = false,
                                       .files = true,
                                       .audio = true,
                                       .reasoning = true,
                                       .temperature = false}));
}

TEST(ModelBook, KnowsAPinnedModelByItsBareName) {
  const auto book = ModelBook::parse(kBook);
  for (const auto* name : {"a-20241022", "a-2024-08-06", "a@20241022", "a-latest"}) {
    EXPECT_EQ(book->find("acme", name), book->find("acme", "a")) << name;
  }
  EXPECT_EQ(book->find("acme", "a-2-latest"), book->find("acme", "a-2"));
  for (const auto* name : {"a-3", "a-mini", "a-2024", "b", ""}) {
    EXPECT_FALSE(book->find("acme", name)) << name;
  }
  EXPECT_FALSE(book->find("nobody", "a"));
}

TEST(ModelBook, SaysWhatIsWrongWithABook) {
  EXPECT_FALSE(ModelBook::parse("{"));
  EXPECT_EQ(ModelBook::parse(R"({"providers":[{}]})").error().message, "A provider has no `id`.");
  EXPECT_EQ(ModelBook::parse(R"({"providers":[{"id":"x","models":[{}]}]})").error().message,
            "A model of x has no `id`.");
}

TEST(ModelBook, TheOneInTheBinaryKnowsTheWellKnown) {
  const auto book = ModelBook::built_in();
  ASSERT_TRUE(book);
  EXPECT_GT(book->size(), 600U);
  const auto haiku = book->find("anthropic", "claude-3-5-haiku-20241022");
  ASSERT_TRUE(haiku);
  EXPECT_EQ(haiku->context_tokens, 200'000);
  EXPECT_EQ(haiku->output_tokens_max, 8192);
  EXPECT_EQ(haiku->can.tools, true);
  EXPECT_EQ(book->find("openai", "gpt-5-nano")->can.temperature, false);
  EXPECT_TRUE(book->find("gemini", "gemini-2.5-flash"));
}

}  // namespace
}  // namespace quorum::llm
