#include "dialects/openai_responses/envelope.hpp"

#include <gtest/gtest.h>

#include "dialects/openai_responses/answer_fixture.hpp"

namespace quorum::openai_responses {
namespace {

std::string written(const Envelope& envelope, const Outcome& outcome = {}) {
  std::string out;
  json::Writer writer{out};
  envelope.write(writer, outcome, "[]");
  return out;
}

json::Document of_request(std::string_view request, const Outcome& outcome = {}) {
  auto head = test_head();
  head.request = request;
  auto document = json::Document::parse(written(Envelope{head}, outcome));
  EXPECT_TRUE(document);
  return std::move(*document);
}

TEST(Envelope, HasEveryMemberThatTheSchemaDemands) {
  const Schemas schemas;
  EXPECT_EQ(schemas.faults("Response", written(Envelope{test_head()})), "");
  EXPECT_EQ(written(Envelope{test_head()}),
            R"({"id":"resp_1","object":"response","created_at":1800000000,"status":"in_progress",)"
            R"("completed_at":null,"error":null,"incomplete_details":null,)"
            R"("model":"debate/default","output":[],"background":false,"instructions":null,)"
            R"("max_output_tokens":null,"max_tool_calls":null,"metadata":{},)"
            R"("parallel_tool_calls":true,"previous_response_id":null,"prompt_cache_key":null,)"
            R"("reasoning":{"effort":null,"summary":null},"safety_identifier":null,"store":true,)"
            R"("temperature":null,"text":{"format":{"type":"text"}},"top_p":null,)"
            R"("truncation":"disabled","tool_choice":"auto","tools":[]})");
}

TEST(Envelope, RepeatsTheRequest) {
  const Schemas schemas;
  const auto document = of_request(R"({"instructions":"be brief","temperature":0.5,
    "tools":[{"type":"function","name":"f"},{"type":"web_search"},7],"store":false,
    "tool_choice":{"type":"function","name":"f"},"metadata":{"k":"v"},"top_logprobs":2,
    "previous_response_id":"resp_0","service_tier":"flex","user":"u",
    "text":{"format":{"type":"json_schema","name":"n","schema":{}}}})");
  const auto root = document.root();
  EXPECT_EQ(schemas.faults("Response", document.text()), "");
  EXPECT_EQ(root["instructions"].string(), "be brief");
  EXPECT_EQ(root["temperature"].number(), 0.5);
  EXPECT_EQ(root["store"].boolean(), false);
  EXPECT_EQ(root["previous_response_id"].string(), "resp_0");
  EXPECT_EQ(root["service_tier"].string(), "flex");
  EXPECT_EQ(root["tools"].raw(),
            R"([{"type":"function","name":"f","parameters":null,"strict":null},)"
            R"({"type":"web_search"}])");
}

TEST(Envelope, WhatIsOfTheWrongKindIsNotRepeated) {
  const auto document =
      of_request(R"({"instructions":7,"metadata":"m","tools":"t","tool_choice":1,"user":null})");
  const Schemas schemas;
  EXPECT_EQ(schemas.faults("Response", document.text()), "");
}

TEST(Envelope, TellsHowItEnded) {
  const Error error{.code = Errc::rate_limited, .message = "Slow."};
  const auto failed = of_request("{}", {.status = "failed", .error = &error});
  EXPECT_EQ(failed.root()["error"].raw(), R"({"code":"rate_limit_exceeded","message":"Slow."})");
  const auto cut =
      of_request("{}", {.status = "incomplete", .incomplete_reason = "content_filter"});
  EXPECT_EQ(cut.root()["incomplete_details"].raw(), R"({"reason":"content_filter"})");

  ManualClock clock;
  auto head = test_head();
  head.clock = &clock;
  const auto document = json::Document::parse(written(Envelope{head}, {.status = "completed"}));
  EXPECT_EQ(document->root()["completed_at"].integer(), clock.unix_ms() / 1000);
}

TEST(Envelope, ATierThatOpenAiDoesNotHaveIsLeftOut) {
  Envelope envelope{test_head()};
  envelope.set_service_tier("standard");
  EXPECT_EQ(written(envelope).find("service_tier"), std::string::npos);
  envelope.set_service_tier("priority");
  EXPECT_NE(written(envelope).find(R"("service_tier":"priority")"), std::string::npos);
}

TEST(Envelope, ExtensionsAddUp) {
  Envelope envelope{test_head()};
  envelope.add_extension(R"({"debate_id":"d","state":1})");
  envelope.add_extension(R"({"state":2,"verdict":{}})");
  envelope.add_extension("no JSON");
  EXPECT_TRUE(written(envelope).ends_with(R"("quorum":{"debate_id":"d","state":2,"verdict":{}}})"));
}

}  // namespace
}  // namespace quorum::openai_responses
