#include "dialects/openai_responses/request.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_responses {
namespace {

TEST(Request, EveryMemberWithAWordOfOursIsRead) {
  const auto chat = read_request(R"({"model":"m","input":"hi","instructions":"be brief",
    "temperature":0.5,"top_p":0.9,"max_output_tokens":100,"top_logprobs":3,
    "text":{"verbosity":"low","format":{"type":"json_schema","name":"n","description":"d",
            "schema":{"type":"object"},"strict":true}},
    "reasoning":{"effort":"high","summary":"auto","context":"all_turns"},
    "include":["reasoning.encrypted_content","message.output_text.logprobs"],
    "metadata":{"k":"v"},"safety_identifier":"u1","user":"u2","service_tier":"flex",
    "store":false,"prompt_cache_key":"key","stream":true,"truncation":"disabled"})");
  ASSERT_TRUE(chat) << chat.error().message;
  llm::Chat expected{.messages = {llm::message(llm::Role::system, "be brief"),
                                  llm::message(llm::Role::user, "hi")},
                     .temperature = 0.5,
                     .top_p = 0.9,
                     .tokens_max = 100,
                     .format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                                   .name = "n",
                                                   .description = "d",
                                                   .schema = R"({"type":"object"})",
                                                   .strict = true},
                     .thinking = llm::Thinking{.effort = "high", .summary = "auto"},
                     .verbosity = "low",
                     .logprobs = true,
                     .top_logprobs = 3,
                     .metadata = R"({"k":"v"})",
                     .user_id = "u1",
                     .service_tier = "flex",
                     .cache_key = "key",
                     .store = false,
                     .extras = {{"reasoning.context", R"("all_turns")"}},
                     .extras_of = llm::Dialect::openai_responses,
                     .include_usage = true};
  EXPECT_TRUE(*chat == expected);
}

TEST(Request, WhatHasNoWordIsKeptAsItIs) {
  const auto chat = read_request(
      R"({"model":"m","input":"hi","truncation":"auto","max_tool_calls":3,"background":true,
          "include":["file_search_call.results"],"stream_options":{"include_obfuscation":true},
          "background":false,"moderation":null})");
  ASSERT_TRUE(chat);
  EXPECT_EQ(chat->extras, (std::vector<llm::Extra>{{"include", R"(["file_search_call.results"])"},
                                                   {"truncation", R"("auto")"},
                                                   {"max_tool_calls", "3"}}));
}

TEST(Request, WhatOnlyTheVendorKnowsIsRefusedWhereWordsAreNeeded) {
  for (const auto* member : {R"("previous_response_id":"resp_1")", R"("conversation":"conv_1")",
                             R"("prompt":{"id":"pmpt_1"})"}) {
    const auto body = std::string{R"({"model":"m","input":"hi",)"} + member + "}";
    EXPECT_TRUE(check_request(body));
    const auto chat = read_request(body);
    ASSERT_FALSE(chat);
    EXPECT_EQ(chat.error().reason, "unsupported_parameter");
  }
  EXPECT_TRUE(check_request(R"({"model":"m","prompt":{"id":"pmpt_1"}})"));
}

std::string field_of_fault(std::string_view members) {
  const auto body = std::string{R"({"model":"m",)"}.append(members).append("}");
  const auto checked = check_request(body);
  EXPECT_EQ(checked.has_value(), read_request(body).has_value());
  return checked ? "none" : checked.error().field;
}

TEST(Request, FaultsAreNamedWhereTheyAre) {
  EXPECT_EQ(field_of_fault(R"("stream":true)"), "input");
  EXPECT_EQ(field_of_fault(R"("input":[])"), "input");
  EXPECT_EQ(field_of_fault(R"("input":"x","temperature":3)"), "temperature");
  EXPECT_EQ(field_of_fault(R"("input":"x","max_output_tokens":0)"), "max_output_tokens");
  EXPECT_EQ(field_of_fault(R"("input":"x","text":{"format":{"type":"json_schema"}})"),
            "text.format.schema");
  EXPECT_EQ(field_of_fault(R"("input":"x","reasoning":{"effort":7})"), "reasoning.effort");
  EXPECT_EQ(field_of_fault(R"("input":"x","include":[7])"), "include");
  EXPECT_EQ(field_of_fault(R"("input":"x","metadata":"m")"), "metadata");
  EXPECT_EQ(check_request("[]").error().code, Errc::invalid_request);
  EXPECT_EQ(check_request("{").error().code, Errc::invalid_request);
}

}  // namespace
}  // namespace quorum::openai_responses
