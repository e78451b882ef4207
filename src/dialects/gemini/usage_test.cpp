#include "dialects/gemini/usage.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

std::optional<llm::Usage> read(std::string_view text) {
  return read_usage(json::Document::parse(text)->root());
}

std::string written(const llm::Usage& usage) {
  std::string out;
  json::Writer writer{out};
  writer.object();
  write_usage(writer, usage);
  writer.end();
  return out;
}

TEST(Usage, ThoughtsAndToolsPromptsAreCountedIn) {
  const auto usage = read(R"({"promptTokenCount":10,"toolUsePromptTokenCount":5,
      "candidatesTokenCount":7,"thoughtsTokenCount":20,"cachedContentTokenCount":4,
      "totalTokenCount":42,"promptTokensDetails":[{"modality":"TEXT","tokenCount":8},
      {"modality":4,"tokenCount":2}]})");
  ASSERT_TRUE(usage);
  EXPECT_EQ(usage->prompt, 15);
  EXPECT_EQ(usage->completion, 27);
  EXPECT_EQ(usage->total(), 42);
  EXPECT_EQ(usage->reasoning, 20);
  EXPECT_EQ(usage->cached_read, 4);
  EXPECT_EQ(usage->prompt_audio, 2);
  EXPECT_EQ(usage->completion_audio, std::nullopt);
}

TEST(Usage, WithoutCountsThereIsNone) {
  EXPECT_FALSE(read(R"({"trafficType":"ON_DEMAND"})"));
  EXPECT_FALSE(read("null"));
  EXPECT_FALSE(read(R"({"promptTokenCount":-1})"));
  EXPECT_FALSE(read(R"({"promptTokenCount":1e300})"));
}

TEST(Usage, UnknownIsNotZero) {
  const auto usage = read(R"({"promptTokenCount":"3"})");
  ASSERT_TRUE(usage);
  EXPECT_EQ(*usage, llm::Usage{.prompt = 3});
}

TEST(Usage, OursIsReadAsWhatItIs) {
  const llm::Usage usage{.prompt = 100,
                         .completion = 50,
                         .cached_read = 60,
                         .reasoning = 30,
                         .prompt_audio = 5,
                         .completion_audio = 6};
  const auto text = written(usage);
  EXPECT_EQ(read(text), usage);
  EXPECT_NE(text.find(R"("candidatesTokenCount":20,"totalTokenCount":150)"), text.npos);
  EXPECT_EQ(written({.prompt = 1, .completion = 2}),
            R"({"promptTokenCount":1,"candidatesTokenCount":2,"totalTokenCount":3})");
}

}  // namespace
}  // namespace quorum::gemini
