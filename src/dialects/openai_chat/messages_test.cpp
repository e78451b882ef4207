#include "dialects/openai_chat/messages.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_chat {
namespace {

using llm::Maker;
using llm::Role;
using llm::Seal;

Result<std::vector<llm::Message>> try_read(std::string_view messages) {
  const auto document = json::Document::parse(R"({"messages":)" + std::string{messages} + "}");
  EXPECT_TRUE(document) << messages;
  return read_messages({.value = document->root(), .at = {}});
}

std::vector<llm::Message> read(std::string_view messages) {
  auto read = try_read(messages);
  EXPECT_TRUE(read) << read.error().message;
  return read ? *read : std::vector<llm::Message>{};
}

TEST(Messages, WhatAnAssistantSaidStandsInItsOrder) {
  const auto messages = read(R"([{"role":"assistant","content":"x","refusal":"no",
      "reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"S",
        "format":"anthropic-claude-v1"}],
      "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"},
        "extra_content":{"google":{"thought_signature":"G"}}},
       {"id":"b","type":"custom","custom":{"name":"c","input":"in"}}],
      "audio":{"id":"au"}}])");
  llm::Message expected{.role = Role::assistant};
  expected.parts = {
      {.content =
           llm::Reasoning{.text = "hm", .seal = Seal{.maker = Maker::anthropic, .data = "S"}}},
      {.content = llm::Text{.text = "x"}},
      {.content = llm::Refusal{.text = "no"}},
      {.content = llm::ToolCall{.id = "a",
                                .name = "f",
                                .arguments = "{}",
                                .seal = Seal{.maker = Maker::google, .data = "G"}}},
      {.content =
           llm::ToolCall{
               .id = "b", .name = "c", .arguments = "in", .kind = llm::ToolCall::Kind::custom}},
      {.content =
           llm::Opaque{.dialect = llm::Dialect::openai_chat, .json = R"({"audio":{"id":"au"}})"}}};
  EXPECT_EQ(messages.at(0), expected);
}

TEST(Messages, OpenRoutersSignatureGoesToItsCall) {
  const auto messages = read(R"([{"role":"assistant","content":"",
      "reasoning_details":[{"type":"reasoning.encrypted","data":"D","id":"a",
        "format":"google-gemini-v1"}],
      "tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]}])");
  ASSERT_EQ(messages.at(0).parts.size(), 1U);
  EXPECT_EQ(messages[0].parts[0].as<llm::ToolCall>()->seal,
            (Seal{.maker = Maker::google, .data = "D"}));
}

TEST(Messages, ReadsTheFormBeforeTools) {
  const auto messages = read(R"([{"role":"user","content":"x"},
      {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
      {"role":"function","name":"f","content":"42"}])");
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(*messages[1].tool_calls().at(0),
            (llm::ToolCall{.id = "call_1", .name = "f", .arguments = "{}"}));
  EXPECT_EQ(messages[2].role, Role::tool);
  EXPECT_EQ(messages[2].tool_call_id, "call_1");
  EXPECT_EQ(try_read(R"([{"role":"function","name":"f","content":"42"}])").error().field,
            "messages.0.name");
}

TEST(Messages, MarksOfWhatIsWorthRemembering) {
  const auto messages = read(R"([
      {"role":"system","content":"S","cache_control":{"type":"ephemeral","ttl":"1h"}},
      {"role":"user","content":[{"type":"text","text":"a",
        "prompt_cache_breakpoint":{"mode":"explicit","ttl":"30m"}},{"type":"text","text":"b"}]}])");
  EXPECT_EQ(messages.at(0).parts.at(0).cache, (llm::CacheHint{.ttl_s = 3600}));
  EXPECT_EQ(messages.at(1).parts.at(0).cache, (llm::CacheHint{.ttl_s = 1800}));
  EXPECT_EQ(messages[1].parts.at(1).cache, std::nullopt);
  const auto odd = json::Document::parse(R"({"cache_control":{"ttl":"soon"}})");
  EXPECT_EQ(read_cache_hint(odd->root()), llm::CacheHint{});
}

TEST(Messages, CitationsAndGooglesSealBelongToTheText) {
  const auto messages = read(R"([{"role":"assistant","content":"x",
      "annotations":[{"type":"url_citation","url_citation":{"url":"u","title":"t"}}],
      "extra_content":{"google":{"thought_signature":"G"}}}])");
  EXPECT_EQ(*messages.at(0).parts.at(0).as<llm::Text>(),
            (llm::Text{.text = "x",
                       .citations = {{.url = "u", .title = "t"}},
                       .seal = Seal{.maker = Maker::google, .data = "G"}}));
}

}  // namespace
}  // namespace quorum::openai_chat
