#include "dialects/openai_chat/meters.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "dialects/meters_fixture.hpp"
#include "dialects/openai_chat/reply.hpp"

namespace quorum::openai_chat {
namespace {

constexpr std::string_view kAnswer =
    R"({"id":"c1","object":"chat.completion","created":1,"model":"gpt-4-0613",)"
    R"("choices":[{"index":0,)"
    R"("message":{"role":"assistant","content":"Yes.","refusal":null},"finish_reason":"stop"}],)"
    R"("usage":{"prompt_tokens":12,"completion_tokens":2,"total_tokens":14,)"
    R"("prompt_tokens_details":{"cached_tokens":8}}})";

TEST(Meters, TellUsageAndFinish) {
  const auto meters = read_meters(kAnswer);
  ASSERT_TRUE(meters);
  EXPECT_EQ(meters->finish, llm::Finish::stop);
  EXPECT_EQ(meters->usage, (llm::Usage{.prompt = 12, .completion = 2, .cached_read = 8}));
}

TEST(Meters, OfSeveralChoicesTellTheLastFinish) {
  const auto meters = read_meters(
      R"({"choices":[{"finish_reason":"stop"},{"finish_reason":"length"}],"usage":null})");
  ASSERT_TRUE(meters);
  EXPECT_EQ(meters->finish, llm::Finish::length);
  EXPECT_FALSE(meters->usage);
}

TEST(Meters, LeaveToOthersWhatIsRareOrWrong) {
  for (const std::string_view body :
       {"", "{", "[]", R"({"choices":[]})", R"({"choices":[{}]})", R"({"choices":{}})",
        R"({"choices":[{"finish_reason":null}]})", R"({"choices":[{"finish_reason":"error"}]})",
        R"({"choices":[{"finish_reason":"st\u006fp"}]})",
        R"({"choices":[{"finish_reason":"stop","usage":{}}]})",
        R"({"error":{"message":"no"},"choices":[{"finish_reason":"stop"}]})",
        R"({"object":"error","choices":[{"finish_reason":"stop"}]})",
        R"({"x_groq":{},"choices":[{"finish_reason":"stop"}]})",
        R"({"choices":[{"finish_reason":"stop"}],"usage":7})",
        R"({"choices":[{"finish_reason":"stop"}],"usage":{}})",
        R"({"choices":[{"finish_reason":"stop"}]} x)",
        "{\"choices\":[{\"finish_reason\":\"\xff\"}]}"}) {
    EXPECT_FALSE(read_meters(body)) << body;
  }
}

TEST(Meters, NeverTakeMoreThanTheReader) {
  const auto found = dialects::agreement(kAnswer, 30'000, read_meters, read_reply);
  EXPECT_EQ(found.against, "");
  EXPECT_GT(found.taken, 3'000);
}

}  // namespace
}  // namespace quorum::openai_chat
