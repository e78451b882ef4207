#include "dialects/anthropic/request.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::anthropic {
namespace {

/// A request with these members beside what every one needs.
std::string request(std::string_view members) {
  return R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}])" +
         (members.empty() ? "" : "," + std::string{members}) + "}";
}

llm::Chat read(std::string_view members) {
  auto chat = read_request(request(members));
  EXPECT_TRUE(chat) << chat.error().message;
  return chat.value_or(llm::Chat{.messages = {}});
}

Error refused(std::string_view members) {
  const auto chat = read_request(request(members));
  EXPECT_FALSE(chat) << members;
  return chat ? Error{} : chat.error();
}

TEST(ReadRequest, ReadsWhatEveryRequestHas) {
  const auto chat = read("");
  EXPECT_EQ(chat.tokens_max, 9);
  EXPECT_EQ(chat.extras_of, llm::Dialect::anthropic);
  EXPECT_TRUE(chat.extras.empty());
  EXPECT_TRUE(chat.include_usage);
  EXPECT_EQ(
      read_request(R"({"max_tokens":0,"messages":[{"role":"user","content":"x"}]})")->tokens_max,
      0);
}

TEST(ReadRequest, SamplingAndLimits) {
  const auto chat = read(R"("temperature":0.5,"top_p":0.9,"top_k":40,"stop_sequences":["a","b"],
      "service_tier":"standard_only","metadata":{"user_id":"u"},
      "cache_control":{"type":"ephemeral"})");
  EXPECT_EQ(chat.temperature, 0.5);
  EXPECT_EQ(chat.top_p, 0.9);
  EXPECT_EQ(chat.top_k, 40);
  EXPECT_EQ(chat.stop, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(chat.service_tier, "default");
  EXPECT_EQ(chat.user_id, "u");
  EXPECT_EQ(chat.cache, llm::CacheHint{});
  EXPECT_TRUE(chat.extras.empty());
}

TEST(ReadRequest, Tools) {
  const auto chat = read(R"("tools":[
      {"name":"f","description":"d","input_schema":{"type":"object"},"strict":true,
       "cache_control":{"type":"ephemeral","ttl":"1h"}},
      {"type":"custom","name":"g","input_schema":{},"defer_loading":true},
      {"type":"web_search_20250305","name":"web_search","max_uses":3}])");
  ASSERT_EQ(chat.tools.size(), 3U);
  EXPECT_EQ(chat.tools[0], (llm::Tool{.name = "f",
                                      .description = "d",
                                      .parameters = R"({"type":"object"})",
                                      .strict = true,
                                      .cache = llm::CacheHint{.ttl_s = 3600}}));
  EXPECT_EQ(chat.tools[1].name, "g");
  EXPECT_EQ(chat.tools[1].raw.json,
            R"({"type":"custom","name":"g","input_schema":{},"defer_loading":true})");
  EXPECT_EQ(chat.tools[2].kind, llm::Tool::Kind::built_in);
  EXPECT_EQ(chat.tools[2].name, "web_search");
  EXPECT_EQ(chat.tools[2].raw.json,
            R"({"type":"web_search_20250305","name":"web_search","max_uses":3})");
}

TEST(ReadRequest, ToolChoice) {
  using Mode = llm::ToolChoice::Mode;
  EXPECT_EQ(read(R"("tool_choice":{"type":"auto"})").tool_choice->mode, Mode::automatic);
  EXPECT_EQ(read(R"("tool_choice":{"type":"any"})").tool_choice->mode, Mode::required);
  EXPECT_EQ(read(R"("tool_choice":{"type":"none"})").tool_choice->mode, Mode::none);
  const auto named =
      read(R"("tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true})");
  EXPECT_EQ(named.tool_choice, (llm::ToolChoice{.mode = Mode::named, .name = "f"}));
  EXPECT_EQ(named.parallel_tool_calls, false);
  EXPECT_EQ(read(R"("tool_choice":{"type":"auto","disable_parallel_tool_use":false})")
                .parallel_tool_calls,
            true);
}

TEST(ReadRequest, Thinking) {
  const auto thinking = [](std::string_view json) {
    return *read(R"("thinking":)" + std::string{json}).thinking;
  };
  EXPECT_EQ(thinking(R"({"type":"enabled","budget_tokens":2000,"display":"summarized"})"),
            (llm::Thinking{.budget_tokens = 2000, .is_on = true, .summary = "auto"}));
  EXPECT_EQ(thinking(R"({"type":"adaptive","display":"omitted"})"),
            (llm::Thinking{.is_on = true, .is_adaptive = true, .summary = "omitted"}));
  EXPECT_EQ(thinking(R"({"type":"disabled"})"), (llm::Thinking{.is_on = false}));
  const auto between = read(R"("thinking":{"type":"between_tools"})");
  EXPECT_EQ(between.thinking, (llm::Thinking{.is_on = true}));
  EXPECT_EQ(between.extras,
            (std::vector<llm::Extra>{{.name = "thinking", .json = R"({"type":"between_tools"})"}}));
  EXPECT_EQ(read(R"("output_config":{"effort":"xhigh"})").thinking,
            (llm::Thinking{.effort = "xhigh"}));
}

TEST(ReadRequest, TheShapeOfTheAnswer) {
  for (const auto* member :
       {R"("output_config":{"format":{"type":"json_schema","schema":{"a":1}}})",
        R"("output_format":{"type":"json_schema","schema":{"a":1}})"}) {
    const auto chat = read(member);
    EXPECT_EQ(chat.format, (llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                                .schema = R"({"a":1})"}));
    EXPECT_TRUE(chat.extras.empty());
  }
}

TEST(ReadRequest, WhatWeHaveNoWordForIsKept) {
  const auto chat = read(R"("container":{"id":"c"},"x":1.50,"y":null,
      "output_config":{"task_budget":7},"metadata":{"user_id":"u","more":true},
      "anthropic_version":"v","stream":true)");
  EXPECT_EQ(chat.extras,
            (std::vector<llm::Extra>{{.name = "output_config.task_budget", .json = "7"},
                                     {.name = "metadata.more", .json = "true"},
                                     {.name = "container", .json = R"({"id":"c"})"},
                                     {.name = "x", .json = "1.50"}}));
}

TEST(ReadRequest, FaultsNameTheirField) {
  const auto fault = [](std::string_view body) { return read_request(body).error(); };
  EXPECT_EQ(fault(R"({"messages":[{"role":"user","content":"x"}]})").message,
            "`max_tokens` is missing: how many tokens to write at most.");
  EXPECT_EQ(fault(R"({"max_tokens":1})").field, "messages");
  EXPECT_EQ(fault(R"({"max_tokens":1,"messages":[]})").field, "messages");
  EXPECT_EQ(fault(R"({"max_tokens":-1,"messages":[]})").field, "max_tokens");
  EXPECT_EQ(fault("[]").code, Errc::invalid_request);
  EXPECT_EQ(fault("{").code, Errc::invalid_request);
  EXPECT_EQ(refused(R"("temperature":1.5)").field, "temperature");
  EXPECT_EQ(refused(R"("top_k":"x")").field, "top_k");
  EXPECT_EQ(refused(R"("stop_sequences":"x")").field, "stop_sequences");
  EXPECT_EQ(refused(R"("stop_sequences":["a",1])").field, "stop_sequences.1");
  EXPECT_EQ(refused(R"("tools":[{"name":"f"}])").field, "tools.0.input_schema");
  EXPECT_EQ(refused(R"("tools":[{"input_schema":{}}])").field, "tools.0.name");
  EXPECT_EQ(refused(R"("tools":[1])").field, "tools.0");
  EXPECT_EQ(refused(R"("tool_choice":{"type":"banana"})").field, "tool_choice.type");
  EXPECT_EQ(refused(R"("tool_choice":{"type":"tool"})").field, "tool_choice.name");
  EXPECT_EQ(refused(R"("tool_choice":"auto")").field, "tool_choice");
  EXPECT_EQ(refused(R"("thinking":{"type":"enabled"})").field, "thinking.budget_tokens");
  EXPECT_EQ(refused(R"("thinking":{"type":"x"})").field, "thinking.type");
  EXPECT_EQ(refused(R"("output_config":{"format":{"type":"x"}})").field,
            "output_config.format.type");
  EXPECT_EQ(refused(R"("output_config":{"format":{"type":"json_schema"}})").field,
            "output_config.format.schema");
  EXPECT_EQ(refused(R"("metadata":{"user_id":7})").field, "metadata.user_id");
  EXPECT_EQ(refused(R"("cache_control":{"type":"ephemeral","ttl":"9h"})").field,
            "cache_control.ttl");
  EXPECT_EQ(refused(R"("stream":"yes")").field, "stream");
}

TEST(CheckRequest, LetsPassWhatWasInventedSince) {
  for (const auto* members : {R"("tool_choice":{"type":"banana"})", R"("thinking":{"type":"x"})",
                              R"("output_config":{"format":{"type":"x"}})"}) {
    EXPECT_TRUE(check_request(request(members))) << members;
  }
  EXPECT_EQ(check_request(R"({"max_tokens":1,"messages":[{"role":"critic","content":"x"}]})")
                .error()
                .field,
            "messages.0.role");
  EXPECT_EQ(check_request(R"({"messages":[{"role":"user","content":"x"}]})").error().field,
            "max_tokens");
  EXPECT_FALSE(check_request(request(R"("temperature":"hot")")));
}

TEST(ReadCountRequest, NeedsNoLimit) {
  const auto chat = read_count_request(R"({"messages":[{"role":"user","content":"x"}]})");
  ASSERT_TRUE(chat);
  EXPECT_FALSE(chat->tokens_max);
}

TEST(CheckForVersion, RefusesWhatTheNewerVersionDoes) {
  const auto field = [](const std::string& body, std::string_view version = "2026-10-21") {
    const auto checked = check_for_version(body, version);
    return checked ? std::string{} : checked.error().field;
  };
  EXPECT_EQ(field(request("")), "");
  EXPECT_EQ(field(request(R"("temperature":1.0)")), "temperature");
  EXPECT_EQ(field(request(R"("top_p":1)")), "top_p");
  EXPECT_EQ(field(request(R"("top_k":5)")), "top_k");
  EXPECT_EQ(field(request(R"("temperature":null)")), "");
  EXPECT_EQ(field(request(R"("temperature":1)"), "2023-06-01"), "");
  EXPECT_EQ(field(request(R"("temperature":1)"), "2027-01-01"), "temperature");
  EXPECT_EQ(field(request(R"("temperature":1)"), "vertex-2023-10-16"), "");
  EXPECT_EQ(field(R"({"messages":[{"role":"user","content":"x"},{"role":"user","content":[
      {"type":"text","text":"a","citations":[]},{"type":"text","text":"a","citations":[{}]}]}]})"),
            "messages.1.content.1.citations");
  EXPECT_EQ(field(R"({"messages":[{"role":"assistant","content":[{"type":"document"}]}]})"),
            "messages.0.content.0");
  EXPECT_EQ(field(R"({"messages":[{"role":"assistant","content":[
      {"type":"text","text":"a","citations":[{}]}]}]})"),
            "");
}

}  // namespace
}  // namespace quorum::anthropic
