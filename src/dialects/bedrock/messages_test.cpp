#include "dialects/bedrock/messages.hpp"

#include <gtest/gtest.h>

namespace quorum::bedrock {
namespace {

using Names = std::vector<std::string>;

struct Written {
  std::string body;
  Names dropped;
};

Written write(const llm::Chat& chat, std::string_view model = "anthropic.claude") {
  Written written;
  dialects::Dropped dropped;
  json::Writer writer{written.body};
  writer.object();
  write_messages(writer, chat, model, dropped);
  writer.end();
  written.dropped = dropped.take();
  return written;
}

TEST(Messages, SidesTakeTurns) {
  const llm::Chat chat{
      .messages = {llm::message(llm::Role::system, "S"), llm::message(llm::Role::user, "A"),
                   llm::message(llm::Role::developer, "D"), llm::message(llm::Role::user, "B"),
                   llm::message(llm::Role::assistant, " \n"),
                   llm::message(llm::Role::assistant, "C")}};
  EXPECT_EQ(write(chat).body, R"({"system":[{"text":"S"},{"text":"D"}],"messages":[)"
                              R"({"role":"user","content":[{"text":"A"},{"text":"B"}]},)"
                              R"({"role":"assistant","content":[{"text":"C"}]}]})");
}

TEST(Messages, CallsAndResultsAreBlocks) {
  llm::Chat chat{.messages = {{.role = llm::Role::assistant},
                              {.role = llm::Role::tool, .tool_call_id = "c 1"},
                              {.role = llm::Role::tool, .tool_call_id = "c2"},
                              llm::message(llm::Role::user, "Well?")}};
  chat.messages[0].parts = {
      {.content = llm::ToolCall{.id = "c 1", .name = "f", .arguments = R"({"a":1.0})"}},
      {.content = llm::ToolCall{.id = "c2", .name = "g", .arguments = "x"}}};
  chat.messages[1].parts = {
      llm::text_part("4"),
      {.content = llm::Image{.source = {.data = "AAAA", .media_type = "image/png"}}}};
  chat.messages[1].is_tool_error = true;
  const auto written = write(chat);
  EXPECT_NE(written.body.find(R"({"toolUse":{"toolUseId":"c2","name":"g","input":{"input":"x"}}})"),
            std::string::npos);
  EXPECT_NE(written.body.find(R"("content":[{"text":"4"},{"image":{"format":"png","source":)"
                              R"({"bytes":"AAAA"}}}],"status":"error"}},{"toolResult":)"
                              R"({"toolUseId":"c2","content":[]}},{"text":"Well?"}]})"),
            std::string::npos)
      << written.body;
  EXPECT_EQ(written.dropped, Names{});
  EXPECT_TRUE(speaks_of_tools(chat));
  EXPECT_FALSE(speaks_of_tools({.messages = {llm::message(llm::Role::user, "A")}}));
}

TEST(Messages, ThoughtsGoBackUnderTheirMakersSeal) {
  llm::Chat chat{.messages = {{.role = llm::Role::assistant}}};
  const auto thought = [](llm::Maker maker, llm::Seal::Form form) {
    return llm::Part{
        .content = llm::Reasoning{.text = "hm",
                                  .seal = llm::Seal{.maker = maker, .form = form, .data = "S"}}};
  };
  using Form = llm::Seal::Form;
  chat.messages[0].parts = {thought(llm::Maker::amazon, Form::signature),
                            thought(llm::Maker::amazon, Form::encrypted),
                            thought(llm::Maker::anthropic, Form::signature),
                            thought(llm::Maker::google, Form::signature),
                            {.content = llm::Reasoning{.text = "bare"}}};
  constexpr std::string_view kSigned =
      R"({"reasoningContent":{"reasoningText":{"text":"hm","signature":"S"}}})";
  constexpr std::string_view kRedacted = R"({"reasoningContent":{"redactedContent":"S"}})";
  const auto claude = write(chat);
  EXPECT_EQ(claude.body, std::string{R"({"messages":[{"role":"assistant","content":[)"}
                             .append(kSigned)
                             .append(",")
                             .append(kRedacted)
                             .append(",")
                             .append(kSigned)
                             .append("]}]}"));
  EXPECT_EQ(claude.dropped, Names{"messages.reasoning"});
  const auto nova = write(chat, "amazon.nova-pro");
  EXPECT_EQ(nova.body, std::string{R"({"messages":[{"role":"assistant","content":[)"}
                           .append(kSigned)
                           .append(",")
                           .append(kRedacted)
                           .append("]}]}"));
}

TEST(Messages, HintsBecomePointsBehindTheirBlock) {
  llm::Chat chat{
      .messages = {llm::message(llm::Role::system, "S"), llm::message(llm::Role::user, "A")}};
  chat.messages[0].parts[0].cache = llm::CacheHint{.ttl_s = 3600};
  chat.messages[1].parts[0].cache = llm::CacheHint{};
  EXPECT_EQ(write(chat).body,
            R"({"system":[{"text":"S"},{"cachePoint":{"type":"default","ttl":"1h"}}],)"
            R"("messages":[{"role":"user","content":[{"text":"A"},)"
            R"({"cachePoint":{"type":"default"}}]}]})");
  chat.messages[1].parts[0].cache.reset();
  chat.cache = llm::CacheHint{.ttl_s = 300};
  EXPECT_TRUE(write(chat).body.ends_with(R"({"text":"A"},{"cachePoint":{"type":"default"}}]}]})"));
}

TEST(Messages, WhatCannotBeSaidIsNamed) {
  llm::Chat chat{.messages = {llm::message(llm::Role::user, "A")}};
  chat.messages[0].name = "ann";
  auto& parts = chat.messages[0].parts;
  parts.push_back({.content = llm::Image{.source = {.url = "https://a/b"}}});
  parts.push_back({.content = llm::Audio{}});
  parts.push_back({.content = llm::File{}});
  parts.push_back({.content = llm::Opaque{.dialect = llm::Dialect::anthropic, .json = "{}"}});
  parts.push_back({.content = llm::Opaque{.dialect = llm::Dialect::bedrock, .json = "{\"x\":1}"}});
  parts.push_back({.content = llm::Refusal{.text = "No."}});
  const auto written = write(chat);
  EXPECT_EQ(written.dropped, (Names{"messages.name", "messages.image_url", "messages.input_audio",
                                    "messages.file", "messages.content"}));
  EXPECT_EQ(written.body, R"({"messages":[{"role":"user","content":[{"text":"A"},{"x":1},)"
                          R"({"text":"No."}]}]})");
}

}  // namespace
}  // namespace quorum::bedrock
