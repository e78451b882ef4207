#include "dialects/openai_responses/reply.hpp"

#include <gtest/gtest.h>

#include "dialects/openai_responses/answer_fixture.hpp"

namespace quorum::openai_responses {
namespace {

TEST(Reply, EveryItemIsADeltaInItsPlace) {
  const auto reply = read_reply("acme", R"({"id":"resp_1","object":"response","model":"m-1",
    "status":"completed","error":null,"service_tier":"default","output":[
    {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],
     "encrypted_content":"gAAA"},
    {"type":"message","id":"msg_1","role":"assistant","content":[
      {"type":"output_text","text":"Aé","annotations":[],"logprobs":[{"token":"Aé","logprob":-0.5,
       "top_logprobs":[{"token":"B","logprob":-1.5}]}]},
      {"type":"output_text","text":"B","annotations":[{"type":"url_citation","url":"u","title":"t",
       "start_index":0,"end_index":1}]}]},
    {"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{}"},
    {"type":"custom_tool_call","id":"ctc_1","call_id":"c2","name":"g","input":"free"},
    {"type":"image_generation_call","id":"ig_1","result":"AA","output_format":"webp"},
    {"type":"web_search_call","id":"ws_1"}],
    "usage":{"input_tokens":3,"output_tokens":4,"total_tokens":7}})");
  ASSERT_TRUE(reply) << reply.error().detail;
  using Kind = llm::ToolCall::Kind;
  const std::vector<llm::Delta> expected{
      {.reasoning = "hm",
       .reasoning_seal = llm::Seal{.maker = llm::Maker::openai,
                                   .form = llm::Seal::Form::encrypted,
                                   .data = "gAAA",
                                   .id = "rs_1"}},
      {.text = "AéB",
       .citations = {{.url = "u", .title = "t", .begin = 2, .end = 3}},
       .logprobs = {{.token = "Aé", .logprob = -0.5, .top = {{.token = "B", .logprob = -1.5}}}}},
      {.tool_calls = {{.index = 0, .id = "c1", .name = "f", .arguments = "{}"}}},
      {.tool_calls =
           {{.index = 1, .id = "c2", .name = "g", .arguments = "free", .kind = Kind::custom}}},
      {.images = {{.source = {.data = "AA", .media_type = "image/webp"}}}},
      {.opaque = {{.dialect = llm::Dialect::openai_responses,
                   .json = R"({"type":"web_search_call","id":"ws_1"})"}}},
      {.finish = llm::Finish::tool_calls,
       .usage = llm::Usage{.prompt = 3, .completion = 4},
       .id = "resp_1",
       .model = "m-1",
       .service_tier = "default"}};
  EXPECT_TRUE(*reply == expected);
}

std::optional<llm::Finish> finish(std::string_view members) {
  const auto reply =
      read_reply("acme", std::string{R"({"output":[],)"}.append(members).append("}"));
  EXPECT_TRUE(reply) << reply.error().detail;
  return reply ? reply->back().finish : llm::Finish::error;
}

TEST(Reply, EndsAsItsStatusSays) {
  EXPECT_EQ(finish(R"("status":"completed")"), llm::Finish::stop);
  EXPECT_EQ(finish(R"("status":null)"), llm::Finish::stop);
  EXPECT_EQ(finish(R"("status":"incomplete",
                      "incomplete_details":{"reason":"max_output_tokens"})"),
            llm::Finish::length);
  EXPECT_EQ(finish(R"("status":"incomplete","incomplete_details":{"reason":"content_filter"})"),
            llm::Finish::content_filter);
}

TEST(Reply, WhatOnesOwnClientsComeBackForIsNoAnswerToOthers) {
  for (const auto* body :
       {R"({"output":[],"status":"queued"})", R"({"output":[],"status":"in_progress"})"}) {
    const auto reply = read_reply("acme", body);
    ASSERT_FALSE(reply) << body;
    EXPECT_EQ(reply.error().code, Errc::upstream_failed);
    const auto meters = read_reply("acme", body, Unfinished::taken);
    ASSERT_TRUE(meters) << body;
    EXPECT_EQ(meters->back().finish, std::nullopt);
  }
}

TEST(Reply, WhatFailedIsAnError) {
  const auto failed = read_reply("acme", R"({"output":[],"status":"failed","error":
      {"code":"rate_limit_exceeded","message":"slow down"}})");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Errc::rate_limited);
  for (const auto* body :
       {R"({"output":[],"status":"failed","error":null})", R"({"output":[],"status":"cancelled"})",
        R"({"object":"response.input_tokens","input_tokens":3})", "<html>", "[]", ""}) {
    const auto reply = read_reply("acme", body);
    ASSERT_FALSE(reply) << body;
    EXPECT_EQ(reply.error().code, Errc::upstream_failed);
  }
}

TEST(Reply, SealsAreTheProvidersThatIsTheirMaker) {
  EXPECT_EQ(maker_of("xai"), llm::Maker::xai);
  EXPECT_EQ(maker_of("azure"), llm::Maker::openai);
}

}  // namespace
}  // namespace quorum::openai_responses
