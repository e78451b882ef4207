#include "llm/name_rule.hpp"

#include <gtest/gtest.h>

namespace quorum::llm {
namespace {

bool fits(std::string_view rule, std::string_view name) {
  const auto document = json::Document::parse(rule);
  EXPECT_TRUE(document) << rule;
  const auto read = NameRule::read(document->root());
  EXPECT_TRUE(read) << read.error().message;
  return read && read->fits(name);
}

TEST(NameRule, FitsByEachOfItsKinds) {
  EXPECT_TRUE(fits(R"({"equals":"GPT-4o"})", "gpt-4o"));
  EXPECT_FALSE(fits(R"({"equals":"gpt-4o"})", "gpt-4o-mini"));
  EXPECT_TRUE(fits(R"({"starts_with":"claude-"})", "claude-2"));
  EXPECT_FALSE(fits(R"({"starts_with":"claude-"})", "my-claude-2"));
  EXPECT_TRUE(fits(R"({"ends_with":"-tts"})", "gemini-tts"));
  EXPECT_FALSE(fits(R"({"ends_with":"-tts"})", "gemini-tts-2"));
  EXPECT_TRUE(fits(R"({"contains":"opus"})", "claude-opus-5"));
  EXPECT_TRUE(fits(R"({"regex":"^o[134]"})", "o3-mini"));
  EXPECT_FALSE(fits(R"({"regex":"^o[134]"})", "o2"));
}

TEST(NameRule, FitsByWhatItsPartsSay) {
  const std::string_view rule =
      R"({"and":[{"not":{"contains":"tts"}},{"or":[{"starts_with":"a"},{"starts_with":"b"}]}]})";
  EXPECT_TRUE(fits(rule, "a1"));
  EXPECT_TRUE(fits(rule, "b1"));
  EXPECT_FALSE(fits(rule, "c1"));
  EXPECT_FALSE(fits(rule, "a-tts"));
  EXPECT_FALSE(fits(R"({"or":[]})", "a"));
}

TEST(NameRule, SaysWhatIsNoRule) {
  for (const auto* text :
       {"1", "{}", R"({"equals":1})", R"({"like":"a"})", R"({"or":{"equals":"a"}})",
        R"({"equals":"a","contains":"b"})", R"({"not":[]})"}) {
    const auto document = json::Document::parse(text);
    const auto read = NameRule::read(document->root());
    ASSERT_FALSE(read) << text;
    EXPECT_TRUE(read.error().message.starts_with("`match` must be one of equals, ")) << text;
  }
  const auto pattern = json::Document::parse(R"_({"regex":"(?!a)"})_");
  EXPECT_FALSE(NameRule::read(pattern->root()));
}

}  // namespace
}  // namespace quorum::llm
