#include "dialects/openai_chat/meters.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

std::optional<dialects::Meters> read_meters(std::string_view body) {
  dialects::AnswerMemory memory;
  return openai_chat::read_meters(body, memory);
}

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

TEST(Meters, OfAnAnswerLikeTheLastAreItsOwn) {
  dialects::AnswerMemory memory;
  ASSERT_TRUE(openai_chat::read_meters(kAnswer, memory));
  const auto meters = openai_chat::read_meters(
      R"({"id":"","object":"chat.completion","created":1792000000,"model":"gpt-4-0613",)"
      R"("choices":[{"index":0,)"
      R"("message":{"role":"assistant","content":"\"Jä.\"\n","refusal":null},)"
      R"("finish_reason":"stop"}],"usage":{"prompt_tokens":120,"completion_tokens":0,)"
      R"("total_tokens":130,)"
      R"("prompt_tokens_details":{"cached_tokens":119}}})",
      memory);
  ASSERT_TRUE(meters);
  EXPECT_EQ(meters->finish, llm::Finish::stop);
  EXPECT_EQ(meters->usage, (llm::Usage{.prompt = 120, .completion = 10, .cached_read = 119}));
}

TEST(Meters, AreTheSameWhateverIsRemembered) {
  const std::vector<std::string> answers{
      std::string{kAnswer},
      R"({"id":"2","choices":[{"message":{"content":null,"tool_calls":[{"id":"c","function":)"
      R"({"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":null})",
      R"({ "choices" : [ { "message" : "odd", "finish_reason" : "length" } ] })",
      R"({"id":7,"created":1.5,"choices":[{"message":{"content":"a","content":"b"},)"
      R"("finish_reason":"stop"}],"usage":{"completion_tokens":5}})"};
  dialects::AnswerMemory memory;
  const auto read = [&](std::string_view body) {
    auto meters = openai_chat::read_meters(body, memory);
    // Whatever was read is remembered, and another time known by that.
    EXPECT_EQ(openai_chat::read_meters(body, memory), meters) << body;
    EXPECT_EQ(read_meters(body), meters) << body;
    return meters;
  };
  for (const auto& answer : answers) {
    const auto found = dialects::agreement(answer, 10'000, read, read_reply);
    EXPECT_EQ(found.against, "");
    EXPECT_GT(found.taken, 1'000);
  }
}

TEST(Meters, ACutAnswerIsLikeNone) {
  dialects::AnswerMemory memory;
  ASSERT_TRUE(openai_chat::read_meters(kAnswer, memory));
  for (std::size_t size = 0; size < kAnswer.size(); ++size) {
    EXPECT_FALSE(openai_chat::read_meters(kAnswer.substr(0, size), memory)) << size;
  }
  EXPECT_FALSE(openai_chat::read_meters(std::string{kAnswer} + "}", memory));
  EXPECT_FALSE(openai_chat::read_meters(std::string{kAnswer} + " {}", memory));
}

}  // namespace
}  // namespace quorum::openai_chat
