#include "dialects/openai_chat/thinking.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_chat {
namespace {

using Quirks = dialects::OpenAiQuirks;
using Effort = Quirks::Effort;

llm::Thinking read(std::string_view text) {
  const auto document = json::Document::parse(text);
  EXPECT_TRUE(document) << text;
  auto thinking = read_thinking({.value = document->root(), .at = {}});
  EXPECT_TRUE(thinking) << text;
  return thinking ? thinking->value_or(llm::Thinking{}) : llm::Thinking{};
}

std::string written(const llm::Thinking& thinking, Effort effort) {
  const Quirks quirks{.effort = effort};
  Drops drops{quirks};
  std::string out;
  json::Writer writer{out};
  write_thinking(writer.object(), thinking, quirks, drops);
  writer.end();
  for (const auto& name : drops.take()) out += " -" + name;
  return out;
}

TEST(Thinking, ReadsEverySpelling) {
  EXPECT_EQ(read(R"({"reasoning_effort":"high"})"), llm::Thinking{.effort = "high"});
  EXPECT_EQ(read(R"({"reasoning":{"effort":"low","exclude":true}})"),
            (llm::Thinking{.effort = "low", .summary = "omitted"}));
  EXPECT_EQ(read(R"({"reasoning":{"max_tokens":2000,"enabled":true}})"),
            (llm::Thinking{.budget_tokens = 2000, .is_on = true}));
  EXPECT_EQ(read(R"({"thinking":{"type":"enabled","budget_tokens":9}})"),
            (llm::Thinking{.budget_tokens = 9, .is_on = true}));
  EXPECT_EQ(read(R"({"thinking":{"type":"disabled"}})"), llm::Thinking{.is_on = false});
  EXPECT_EQ(read(R"({"thinking":{"type":"adaptive"}})"), llm::Thinking{.is_adaptive = true});
  EXPECT_EQ(read(R"({"enable_thinking":false})"), llm::Thinking{.is_on = false});
  EXPECT_EQ(read(R"({"reasoning":null})"), llm::Thinking{});
}

TEST(Thinking, IsWrittenInTheVendorsNearestWords) {
  const llm::Thinking budget{.budget_tokens = 2000, .is_on = true};
  EXPECT_EQ(written(budget, Effort::reasoning_effort), R"({"reasoning_effort":"medium"})");
  EXPECT_EQ(written(budget, Effort::reasoning),
            R"({"reasoning":{"max_tokens":2000,"enabled":true}})");
  EXPECT_EQ(written(budget, Effort::thinking),
            R"({"thinking":{"type":"enabled"},"reasoning_effort":"medium"})");
  EXPECT_EQ(written(budget, Effort::thinking_budget),
            R"({"thinking":{"type":"enabled","budget_tokens":2000}})");
  EXPECT_EQ(written(budget, Effort::enable_thinking), R"({"enable_thinking":true})");
  EXPECT_EQ(written(budget, Effort::none), "{} -reasoning_effort");
  const llm::Thinking off{.is_on = false};
  EXPECT_EQ(written(off, Effort::reasoning_effort), R"({"reasoning_effort":"none"})");
  EXPECT_EQ(written(off, Effort::thinking), R"({"thinking":{"type":"disabled"}})");
  EXPECT_EQ(written(off, Effort::enable_thinking), R"({"enable_thinking":false})");
  EXPECT_EQ(written({.effort = "low", .summary = "auto"}, Effort::reasoning_effort),
            R"({"reasoning_effort":"low"} -reasoning.summary)");
  EXPECT_EQ(written({.budget_tokens = 8000}, Effort::reasoning_effort),
            R"({"reasoning_effort":"high"})");
}

}  // namespace
}  // namespace quorum::openai_chat
