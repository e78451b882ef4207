#include "dialects/gemini/reply.hpp"

#include <gtest/gtest.h>

#include "dialects/gemini/heard.hpp"

namespace quorum::gemini {
namespace {

using llm::Finish;

Heard hear_reply(std::string_view body) {
  const auto deltas = read_reply("acme", body);
  if (deltas) return hear(*deltas);
  Heard heard;
  heard.error = deltas.error().code;
  return heard;
}

TEST(Reply, AWholeAnswerIsRead) {
  const auto heard =
      hear_reply(R"({"candidates":[{"content":{"parts":[{"text":"Hi"}],"role":"model"},
      "finishReason":"MAX_TOKENS"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1,
      "totalTokenCount":4,"serviceTier":"standard"},"modelVersion":"gemini-x","responseId":"r1"})");
  EXPECT_EQ(heard.choices.at(0).text, "Hi");
  EXPECT_EQ(heard.choices.at(0).finishes, std::vector{Finish::length});
  EXPECT_EQ(heard.usage, (llm::Usage{.prompt = 3, .completion = 1}));
  EXPECT_EQ(heard.id, "r1");
  EXPECT_EQ(heard.model, "gemini-x");
  EXPECT_EQ(heard.tier, "default");
}

TEST(Reply, AWholeAnswerNeedNotSayThatItEnds) {
  EXPECT_EQ(hear_reply(R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]}}]})")
                .choices.at(0)
                .finishes,
            std::vector{Finish::tool_calls});
}

TEST(Reply, ABlockedPromptIsFiltered) {
  const auto heard = hear_reply(R"({"promptFeedback":{"blockReason":"MODEL_ARMOR"}})");
  EXPECT_EQ(heard.choices.at(0).finishes, std::vector{Finish::content_filter});
}

TEST(Reply, SeveralAnswersStandSideBySide) {
  const auto heard = hear_reply(R"({"candidates":[
      {"content":{"parts":[{"text":"b"}]},"index":1,"finishReason":"STOP"},
      {"content":{"parts":[{"text":"a"}]},"finishReason":"MAX_TOKENS"}]})");
  EXPECT_EQ(heard.choices.at(0).text, "a");
  EXPECT_EQ(heard.choices.at(0).finishes, std::vector{Finish::length});
  EXPECT_EQ(heard.choices.at(1).text, "b");
  EXPECT_EQ(heard.choices.at(1).finishes, std::vector{Finish::stop});
}

TEST(Reply, AnArrayIsAStreamAtOnce) {
  EXPECT_EQ(hear_reply(R"([{"candidates":[{"content":{"parts":[{"text":"a"}]}}]},
      {"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":1}]}])")
                .choices.at(0)
                .text,
            "ab");
  EXPECT_EQ(hear_reply(R"([{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}])").error,
            Errc::upstream_failed);
  EXPECT_EQ(hear_reply(R"([{"error":{"code":503,"status":"UNAVAILABLE"}}])").error,
            Errc::unavailable);
}

TEST(Reply, WhatIsNoAnswerIsAnError) {
  EXPECT_EQ(hear_reply("<html>").error, Errc::upstream_failed);
  EXPECT_EQ(hear_reply("{}").error, Errc::upstream_failed);
  EXPECT_EQ(hear_reply("[]").error, Errc::upstream_failed);
  EXPECT_EQ(hear_reply(R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}})").error,
            Errc::rate_limited);
}

TEST(Stream, UsageCountsOnceAtTheEnd) {
  const auto heard = hear_stream(
      {"data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}],"
       "\"usageMetadata\":{\"promptTokenCount\":9,\"totalTokenCount\":9}}\r\n\r\n"
       "data: {\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":"
       "{\"promptTokenCount\":5,\"candidatesTokenCount\":2,\"totalTokenCount\":7}}\r\n\r\n"});
  EXPECT_FALSE(heard.error);
  EXPECT_EQ(heard.choices.at(0).text, "a");
  EXPECT_EQ(heard.usage, (llm::Usage{.prompt = 5, .completion = 2}));
}

TEST(Stream, EveryCandidateMustEnd) {
  constexpr std::string_view kOne =
      "data: {\"candidates\":[{\"finishReason\":\"STOP\"},{\"index\":1}]}\n\n";
  EXPECT_EQ(hear_stream({kOne}).error, Errc::upstream_failed);
  EXPECT_FALSE(
      hear_stream({kOne, "data: {\"candidates\":[{\"index\":1,\"finishReason\":\"STOP\"}]}\n\n"})
          .error);
  EXPECT_EQ(hear_stream({""}).error, Errc::upstream_failed);
}

TEST(Stream, AnErrorEndsIt) {
  const auto heard = hear_stream(
      {"data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\n\n"
       "data: {\"error\":{\"code\":500,\"message\":\"x\",\"status\":\"INTERNAL\"}}\n\n"});
  EXPECT_EQ(heard.error, Errc::upstream_failed);
  EXPECT_EQ(heard.choices.at(0).text, "a");
}

TEST(Stream, ABlockedPromptIsAnEnd) {
  const auto heard = hear_stream({"data: {\"promptFeedback\":{\"blockReason\":1}}\n\n"});
  EXPECT_FALSE(heard.error);
  EXPECT_EQ(heard.choices.at(0).finishes, std::vector{Finish::content_filter});
}

TEST(Stream, GarbageIsAnError) {
  EXPECT_EQ(hear_stream({"data: {\n\n"}).error, Errc::upstream_failed);
  EXPECT_EQ(hear_stream({"data: 5\n\n"}).error, Errc::upstream_failed);
  EXPECT_EQ(
      hear_stream({"data: {\"candidates\":[{\"index\":1e9,\"finishReason\":\"STOP\"}]}\n\n"}).error,
      Errc::upstream_failed);
}

}  // namespace
}  // namespace quorum::gemini
