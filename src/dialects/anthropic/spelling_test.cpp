#include "dialects/anthropic/spelling.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "json/value.hpp"

namespace quorum::anthropic {
namespace {

using dialects::Delivery;
using llm::Chat;
using llm::message;
using llm::Role;
using Names = std::vector<std::string>;

dialects::Outgoing write(const Chat& chat, std::string_view model = "m",
                         dialects::AnthropicQuirks anthropic = {}) {
  const dialects::Quirks quirks{.anthropic = anthropic};
  return *write_request(chat, {.model = model, .delivery = Delivery::streamed, .quirks = quirks});
}

Chat hello() { return {.messages = {message(Role::user, "Hi")}, .tokens_max = 9}; }

/// What stands between the messages of `hello` and the stream flag.
std::string rest(const Chat& chat, std::string_view model = "m") {
  const auto body = write(chat, model).body;
  constexpr std::string_view kBegin = R"("messages":[{"role":"user","content":"Hi"}])";
  constexpr std::string_view kEnd = R"(,"stream":true})";
  const auto at = body.find(kBegin);
  EXPECT_TRUE(at != body.npos && body.ends_with(kEnd)) << body;
  return body.substr(at + kBegin.size(), body.size() - at - kBegin.size() - kEnd.size());
}

TEST(WriteRequest, WritesAnthropicsRequest) {
  Chat chat{.messages = {message(Role::system, "S"), message(Role::user, "a"),
                         message(Role::assistant, "b ")},
            .temperature = 0.5,
            .top_k = 5,
            .tokens_max = 100,
            .stop = {"x", " ", "y"},
            .user_id = "u",
            .service_tier = "default"};
  const auto out = write(chat);
  EXPECT_EQ(out.body,
            R"({"model":"m","max_tokens":100,"system":"S","messages":[)"
            R"({"role":"user","content":"a"},{"role":"assistant","content":"b"}],)"
            R"("temperature":0.5,"top_k":5,"stop_sequences":["x","y"],)"
            R"("metadata":{"user_id":"u"},"service_tier":"standard_only","stream":true})");
  EXPECT_EQ(out.dropped, (Names{"stop"}));
}

TEST(WriteRequest, Tools) {
  auto chat = hello();
  chat.tools = {{.name = "f",
                 .description = "d",
                 .parameters = R"({"type":"object","properties":{},"additionalProperties":false})",
                 .strict = true,
                 .cache = llm::CacheHint{}},
                {.name = "g"},
                {.name = "h", .parameters = R"({"properties":{"a":{}}})"},
                {.kind = llm::Tool::Kind::custom, .name = "c"},
                {.kind = llm::Tool::Kind::built_in,
                 .name = "code",
                 .raw = {.dialect = llm::Dialect::openai_responses,
                         .json = R"({"type":"code_interpreter"})"}},
                {.kind = llm::Tool::Kind::built_in,
                 .name = "w",
                 .raw = {.dialect = llm::Dialect::anthropic, .json = R"({"type": "w_1"})"}}};
  chat.tool_choice = llm::ToolChoice{.mode = llm::ToolChoice::Mode::named, .name = "f"};
  chat.parallel_tool_calls = false;
  const auto out = write(chat);
  EXPECT_EQ(out.body,
            R"({"model":"m","max_tokens":9,"tools":[{"name":"f","description":"d","input_schema":)"
            R"({"type":"object","properties":{},"additionalProperties":false},"strict":true,)"
            R"("cache_control":{"type":"ephemeral"}},)"
            R"({"name":"g","input_schema":{"type":"object","properties":{}}},)"
            R"({"name":"h","input_schema":{"type":"object","properties":{"a":{}}}},)"
            R"({"type": "w_1"}],"tool_choice":{"type":"tool","name":"f",)"
            R"("disable_parallel_tool_use":true},)"
            R"("messages":[{"role":"user","content":"Hi"}],"stream":true})");
  EXPECT_EQ(out.dropped, (Names{"tools.custom", "tools.code_interpreter"}));
}

TEST(WriteRequest, AChoiceAmongToolsNeedsTools) {
  auto chat = hello();
  chat.tool_choice = llm::ToolChoice{.mode = llm::ToolChoice::Mode::required};
  chat.parallel_tool_calls = false;
  EXPECT_EQ(rest(chat), "");
  chat.tools = {{.name = "f"}, {.name = "g"}};
  chat.tool_choice->allowed = {"g"};
  const auto out = write(chat);
  EXPECT_EQ(out.body.find(R"("name":"f")"), std::string::npos);
  EXPECT_EQ(out.emulated, (Names{"tool_choice.allowed_tools"}));
}

TEST(WriteRequest, TheShapeOfTheAnswer) {
  auto chat = hello();
  chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                    .name = "n",
                                    .schema = R"({"type":"string"})"};
  EXPECT_EQ(rest(chat),
            R"(,"output_config":{"format":{"type":"json_schema","schema":{"type":"string"}}})");
  const auto told = write(chat, "claude-3-5-haiku-latest");
  EXPECT_NE(told.body.find(R"(valid by this JSON Schema:\n{\"type\":\"string\"}")"),
            std::string::npos)
      << told.body;
  EXPECT_EQ(told.emulated, (Names{"response_format"}));
  chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_object};
  chat.messages.insert(chat.messages.begin(), message(Role::system, "S"));
  const auto object = write(chat);
  EXPECT_NE(object.body.find(R"("system":[{"type":"text","text":"S"},{"type":"text",)"
                             R"("text":"Answer with one JSON object)"),
            std::string::npos)
      << object.body;
  chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::grammar};
  EXPECT_EQ(write(chat).dropped, (Names{"response_format"}));
}

TEST(WriteRequest, ASchemaIsBroughtIntoTheShapeThatIsTaken) {
  auto chat = hello();
  chat.format = llm::ResponseFormat{
      .kind = llm::ResponseFormat::Kind::json_schema,
      .schema = R"({"type":"object","properties":{"a":{"type":"integer","minimum":1}}})"};
  EXPECT_EQ(rest(chat),
            R"(,"output_config":{"format":{"type":"json_schema","schema":{"type":"object",)"
            R"("properties":{"a":{"type":"integer","description":"{minimum: 1}"}},)"
            R"("additionalProperties":false}}})");
  EXPECT_EQ(write(chat).emulated, (Names{"response_format"}));
  chat.format->schema = R"({"type":"object"})";
  EXPECT_EQ(write(chat).body.find("output_config"), std::string::npos);
  EXPECT_NE(write(chat).body.find("valid by this JSON Schema"), std::string::npos);
  EXPECT_EQ(write(chat).emulated, (Names{"response_format"}));
  chat.extras_of = llm::Dialect::anthropic;
  EXPECT_EQ(rest(chat),
            R"(,"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}})");
}

TEST(WriteRequest, AToolIsStrictWhereItsSchemaMayBe) {
  auto chat = hello();
  chat.tools = {{.name = "f",
                 .parameters = R"({"type":"object","properties":{"a":{"type":"string"}}})",
                 .strict = true}};
  EXPECT_NE(write(chat).body.find(R"("additionalProperties":false},"strict":true)"),
            std::string::npos);
  EXPECT_TRUE(write(chat).dropped.empty());
  EXPECT_EQ(write(chat, "claude-3-5-haiku-latest").dropped, (Names{"tools.strict"}));
  chat.tools[0].parameters = R"({"type":"object"})";
  EXPECT_EQ(write(chat).body.find("strict"), std::string::npos);
  EXPECT_EQ(write(chat).dropped, (Names{"tools.strict"}));
  chat.tools[0].strict = false;
  EXPECT_TRUE(write(chat).dropped.empty());
}

TEST(WriteRequest, SamplingThatAModelRefusesIsLeftOutAndNamed) {
  auto chat = hello();
  chat.temperature = 0.2;
  chat.top_p = 0.5;
  chat.top_k = 3;
  EXPECT_EQ(rest(chat), R"(,"temperature":0.2,"top_p":0.5,"top_k":3)");
  EXPECT_EQ(rest(chat, "claude-sonnet-4-5"), R"(,"temperature":0.2,"top_k":3)");
  EXPECT_EQ(write(chat, "claude-sonnet-4-5").dropped, (Names{"top_p"}));
  EXPECT_EQ(rest(chat, "claude-opus-5"), "");
  EXPECT_EQ(write(chat, "claude-opus-5").dropped, (Names{"temperature", "top_p", "top_k"}));
  EXPECT_EQ(write(chat, "m", {.refuses_sampling = true}).dropped,
            (Names{"temperature", "top_p", "top_k"}));
  chat.thinking = llm::Thinking{.effort = "low"};
  chat.tokens_max.reset();
  EXPECT_EQ(write(chat).dropped, (Names{"temperature", "top_p", "top_k"}));
}

TEST(WriteRequest, WhatIsTheModelsOwnWayIsNoLoss) {
  auto chat = hello();
  chat.temperature = 1;
  chat.top_p = 1;
  chat.top_k = 0;
  EXPECT_EQ(rest(chat, "claude-opus-5"), "");
  EXPECT_TRUE(write(chat, "claude-opus-5").dropped.empty());
  chat.temperature = 1.5;
  EXPECT_EQ(rest(chat), R"(,"temperature":1)");
  EXPECT_EQ(write(chat).dropped, (Names{"temperature"}));
}

TEST(WriteRequest, WhatItCannotSayIsNamed) {
  auto chat = hello();
  chat.min_p = 0.1;
  chat.frequency_penalty = 1;
  chat.presence_penalty = 1;
  chat.repeat_penalty = 1;
  chat.seed = 7;
  chat.answers = 2;
  chat.verbosity = "low";
  chat.logprobs = true;
  chat.logit_bias = "{}";
  chat.metadata = R"({"a":"b"})";
  chat.cache_key = "k";
  chat.store = true;
  chat.outputs = {"audio"};
  chat.audio = "{}";
  chat.service_tier = "flex";
  chat.extras = {{.name = "prediction", .json = "{}"}};
  chat.extras_of = llm::Dialect::openai_chat;
  EXPECT_EQ(rest(chat), "");
  EXPECT_EQ(write(chat).dropped,
            (Names{"min_p", "frequency_penalty", "presence_penalty", "repetition_penalty", "seed",
                   "n", "verbosity", "logprobs", "logit_bias", "metadata", "prompt_cache_key",
                   "store", "modalities", "audio", "prediction", "service_tier"}));
}

TEST(WriteRequest, OfCacheMarksTheLastFourAreKept) {
  const llm::CacheHint hint{};
  auto chat = hello();
  chat.tools = {{.name = "f", .cache = hint}};
  chat.messages = {
      {.role = Role::system, .parts = {{.content = llm::Text{.text = "S"}, .cache = hint}}}};
  for (const auto* text : {"a", "b", "c"}) {
    chat.messages.push_back(
        {.role = Role::user, .parts = {{.content = llm::Text{.text = text}, .cache = hint}}});
  }
  const auto count = [](std::string_view body) {
    std::size_t marks = 0;
    for (auto at = body.find("cache_control"); at != body.npos;
         at = body.find("cache_control", at + 1)) {
      ++marks;
    }
    return marks;
  };
  const auto out = write(chat);
  EXPECT_EQ(count(out.body), 4U);
  EXPECT_EQ(out.body.find("cache_control"),
            out.body.find("cache_control", out.body.find("system")));
  EXPECT_EQ(out.dropped, (Names{"prompt_cache_breakpoint"}));
  chat.tools.clear();
  EXPECT_EQ(count(write(chat).body), 4U);
  EXPECT_TRUE(write(chat).dropped.empty());
}

TEST(WriteRequest, AConversationBeginsWithTheUser) {
  const auto out = write({.messages = {message(Role::system, "S")}, .tokens_max = 9});
  EXPECT_NE(out.body.find(R"("messages":[{"role":"user","content":"."}])"), out.body.npos);
  EXPECT_EQ(out.emulated, (Names{"messages"}));
}

TEST(WriteRequest, WithoutALimitTheModelsIsTaken) {
  const Chat chat{.messages = {message(Role::user, "Hi")}};
  const auto limit = [&](std::string_view model) {
    const auto document = json::Document::parse(write(chat, model).body);
    return document->root()["max_tokens"].integer();
  };
  EXPECT_EQ(limit("claude-opus-4-8"), 16384);
  EXPECT_EQ(limit("claude-3-5-haiku-latest"), 8192);
  EXPECT_EQ(limit("claude-3-haiku-20240307"), 4096);
  EXPECT_EQ(limit("other"), 8192);
}

TEST(WriteRequest, ExtrasOfThisDialectGoBackToTheirPlaces) {
  auto chat = hello();
  chat.extras_of = llm::Dialect::anthropic;
  chat.thinking = llm::Thinking{.effort = "low", .is_on = true};
  chat.extras = {{.name = "thinking", .json = R"({"type":"between_tools"})"},
                 {.name = "output_config.task_budget", .json = "7"},
                 {.name = "metadata.more", .json = "true"},
                 {.name = "x", .json = "1.50"}};
  EXPECT_EQ(write(chat).body,
            R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],)"
            R"("output_config":{"effort":"low","task_budget":7},"metadata":{"more":true},)"
            R"("stream":true,"thinking":{"type":"between_tools"},"x":1.50})");
}

TEST(WriteCountRequest, HasNoLimitAndNothingThatOnlyShapesTheAnswer) {
  auto chat = hello();
  chat.temperature = 0.5;
  chat.tools = {{.name = "f"}};
  const dialects::Quirks quirks;
  const auto out =
      write_count_request(chat, {.model = "m", .delivery = Delivery::whole, .quirks = quirks});
  EXPECT_EQ(out->body, R"({"model":"m","tools":[{"name":"f","input_schema":{"type":"object",)"
                       R"("properties":{}}}],"messages":[{"role":"user","content":"Hi"}]})");
}

}  // namespace
}  // namespace quorum::anthropic
