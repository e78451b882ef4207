#include "dialects/anthropic/blocks.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::anthropic {
namespace {

using llm::Message;
using llm::Part;
using llm::Role;
using Messages = std::vector<Message>;

Result<Messages> read(std::string_view body) {
  auto document = json::Document::parse(body);
  if (!document) return document.error();
  Messages messages;
  auto read = read_messages({.value = document->root(), .at = {}}, messages);
  if (!read) return read.error();
  return messages;
}

Messages messages(std::string_view list, std::string_view more = "") {
  auto result = read(R"({"messages":[)" + std::string{list} + "]" + std::string{more} + "}");
  EXPECT_TRUE(result) << result.error().message;
  return result.value_or(Messages{});
}

/// The parts of the one message that these blocks make.
std::vector<Part> parts(std::string_view blocks, std::string_view role = "user") {
  const auto list = messages(R"({"role":")" + std::string{role} + R"(","content":[)" +
                             std::string{blocks} + "]}");
  EXPECT_EQ(list.size(), 1U);
  return list.empty() ? std::vector<Part>{} : list[0].parts;
}

Part text(std::string words) { return llm::text_part(std::move(words)); }

Part own(std::string json) {
  return {.content = llm::Opaque{.dialect = llm::Dialect::anthropic, .json = std::move(json)}};
}

std::string field(std::string_view block, std::string_view role = "user") {
  const auto result = read(R"({"messages":[{"role":")" + std::string{role} + R"(","content":[)" +
                           std::string{block} + "]}]}");
  return result ? "" : result.error().field;
}

TEST(ReadMessages, StringsAndSystems) {
  EXPECT_EQ(messages(R"({"role":"user","content":"a"},{"role":"assistant","content":"b"},
                        {"role":"system","content":"c"})",
                     R"(,"system":"s")"),
            (Messages{{.role = Role::system, .parts = {text("s")}},
                      {.role = Role::user, .parts = {text("a")}},
                      {.role = Role::assistant, .parts = {text("b")}},
                      {.role = Role::system, .parts = {text("c")}}}));
  const auto blocks = messages(R"({"role":"user","content":"a"})",
                               R"(,"system":[{"type":"text","text":"s",
                                  "cache_control":{"type":"ephemeral","ttl":"5m"}},
                                  {"type":"text","text":"t"}])");
  EXPECT_EQ(
      blocks[0].parts,
      (std::vector<Part>{{.content = llm::Text{.text = "s"}, .cache = llm::CacheHint{.ttl_s = 300}},
                         text("t")}));
}

TEST(ReadMessages, ImagesAndDocuments) {
  EXPECT_EQ(
      parts(R"({"type":"image","source":{"type":"base64","media_type":"image/png","data":"QQ=="}},
               {"type":"image","source":{"type":"url","url":"https://a/b.png"}},
               {"type":"image","source":{"type":"file","file_id":"f"}},
               {"type":"document","source":{"type":"base64","media_type":"application/pdf",
                "data":"QQ=="},"title":"T","context":"C","citations":{"enabled":true}},
               {"type":"document","source":{"type":"text","media_type":"text/plain","data":"abc"}},
               {"type":"document","source":{"type":"content","content":[
                {"type":"text","text":"a"},{"type":"text","text":"b"}]}},
               {"type":"document","source":{"type":"content","content":"ab"}})"),
      (std::vector<Part>{
          {.content = llm::Image{.source = {.data = "QQ==", .media_type = "image/png"}}},
          {.content = llm::Image{.source = {.url = "https://a/b.png"}}},
          {.content = llm::Image{.source = {.file_id = "f"}}},
          {.content = llm::File{.source = {.data = "QQ==", .media_type = "application/pdf"},
                                .name = "T",
                                .context = "C",
                                .wants_citations = true}},
          {.content = llm::File{.text = "abc"}},
          {.content = llm::File{.text = "ab"}},
          {.content = llm::File{.text = "ab"}}}));
}

TEST(ReadMessages, WhatHasNoWordIsKeptWhole) {
  constexpr std::string_view kResult =
      R"({"type":"search_result","source":"s","content":[],"citations":{"enabled":true}})";
  constexpr std::string_view kMixed =
      R"({"type":"document","source":{"type":"content","content":[{"type":"image"}]}})";
  constexpr std::string_view kSource = R"({"type":"image","source":{"type":"s3","uri":"x"}})";
  EXPECT_EQ(parts(std::string{kResult} + "," + std::string{kMixed} + "," + std::string{kSource}),
            (std::vector<Part>{own(std::string{kResult}), own(std::string{kMixed}),
                               own(std::string{kSource})}));
  constexpr std::string_view kSearch =
      R"({"type":"server_tool_use","id":"s","name":"web_search","input":{}})";
  EXPECT_EQ(parts(kSearch, "assistant"), (std::vector<Part>{own(std::string{kSearch})}));
}

TEST(ReadMessages, WhatAnAssistantSaid) {
  const auto said = parts(
      R"({"type":"thinking","thinking":"hm","signature":"sig"},
         {"type":"redacted_thinking","data":"xyz"},
         {"type":"text","text":"süß"},
         {"type":"text","text":"ab","citations":[{"type":"web_search_result_location","url":"u"}]},
         {"type":"tool_use","id":"toolu_quorum_f_3a0","name":"f","input":{"a": 1.0}})",
      "assistant");
  ASSERT_EQ(said.size(), 5U);
  const auto* thought = said[0].as<llm::Reasoning>();
  ASSERT_NE(thought, nullptr);
  EXPECT_EQ(thought->text, "hm");
  EXPECT_EQ(thought->seal, (llm::Seal{.maker = llm::Maker::anthropic, .data = "sig"}));
  const auto* hidden = said[1].as<llm::Reasoning>();
  ASSERT_NE(hidden, nullptr);
  EXPECT_EQ(hidden->seal->form, llm::Seal::Form::encrypted);
  const auto* cited = said[3].as<llm::Text>();
  ASSERT_NE(cited, nullptr);
  EXPECT_EQ(cited->citations[0].begin, 3);
  EXPECT_EQ(cited->citations[0].end, 5);
  const auto* call = said[4].as<llm::ToolCall>();
  ASSERT_NE(call, nullptr);
  EXPECT_EQ(*call, (llm::ToolCall{.id = "f:0", .name = "f", .arguments = R"({"a": 1.0})"}));
}

TEST(ReadMessages, SealsOfOthersGoBackToTheirPlaces) {
  const auto said = parts(
      R"({"type":"text","text":"t"},
         {"type":"thinking","thinking":"","signature":"quorum.text.quorum.google.s..g"},
         {"type":"thinking","thinking":"","signature":"quorum.call.quorum.google.s..h"},
         {"type":"tool_use","id":"a","name":"f","input":{}},
         {"type":"redacted_thinking","data":"quorum.openai.e.rs_1.o"},
         {"type":"thinking","thinking":"x","signature":""})",
      "assistant");
  const auto google = [](std::string data) {
    return llm::Seal{.maker = llm::Maker::google, .data = std::move(data)};
  };
  EXPECT_EQ(said,
            (std::vector<Part>{
                {.content = llm::Text{.text = "t", .seal = google("g")}},
                {.content =
                     llm::ToolCall{.id = "a", .name = "f", .arguments = "{}", .seal = google("h")}},
                {.content = llm::Reasoning{.seal = llm::Seal{.maker = llm::Maker::openai,
                                                             .form = llm::Seal::Form::encrypted,
                                                             .data = "o",
                                                             .id = "rs_1"}}},
                {.content = llm::Reasoning{.text = "x"}}}));
}

TEST(ReadMessages, ResultsOfToolsAreMessagesOfTheirOwn) {
  EXPECT_EQ(
      messages(R"({"role":"user","content":[
          {"type":"tool_result","tool_use_id":"a","content":"1"},
          {"type":"tool_result","tool_use_id":"b","is_error":true,"content":[
            {"type":"text","text":"x"},
            {"type":"image","source":{"type":"url","url":"u"}}],
           "cache_control":{"type":"ephemeral"}},
          {"type":"tool_result","tool_use_id":"c"},
          {"type":"text","text":"so?"}]})"),
      (Messages{
          {.role = Role::tool, .parts = {text("1")}, .tool_call_id = "a"},
          {.role = Role::tool,
           .parts = {text("x"),
                     {.content = llm::Image{.source = {.url = "u"}}, .cache = llm::CacheHint{}}},
           .tool_call_id = "b",
           .is_tool_error = true},
          {.role = Role::tool, .tool_call_id = "c"},
          {.role = Role::user, .parts = {text("so?")}}}));
  const auto behind = messages(R"({"role":"user","content":[{"type":"text","text":"first"},
      {"type":"tool_result","tool_use_id":"a","content":"1"}]})");
  ASSERT_EQ(behind.size(), 2U);
  EXPECT_EQ(behind[0].role, Role::user);
  EXPECT_EQ(behind[1].role, Role::tool);
}

TEST(ReadMessages, FaultsNameTheirField) {
  const auto of = [](std::string_view body) { return read(body).error().field; };
  EXPECT_EQ(of(R"({"messages":{}})"), "messages");
  EXPECT_EQ(of(R"({"messages":[1]})"), "messages.0");
  EXPECT_EQ(of(R"({"messages":[{"content":"x"}]})"), "messages.0.role");
  EXPECT_EQ(of(R"({"messages":[{"role":"tool","content":"x"}]})"), "messages.0.role");
  EXPECT_EQ(of(R"({"messages":[{"role":"user"}]})"), "messages.0.content");
  EXPECT_EQ(of(R"({"messages":[{"role":"user","content":7}]})"), "messages.0.content");
  EXPECT_EQ(of(R"({"messages":[{"role":"user","content":"x"}],"system":7})"), "system");
  EXPECT_EQ(field("1"), "messages.0.content.0");
  EXPECT_EQ(field("{}"), "messages.0.content.0.type");
  EXPECT_EQ(field(R"({"type":"text"})"), "messages.0.content.0.text");
  EXPECT_EQ(field(R"({"type":"text","text":7})"), "messages.0.content.0.text");
  EXPECT_EQ(field(R"({"type":"image"})"), "messages.0.content.0.source");
  EXPECT_EQ(field(R"({"type":"image","source":{"type":"base64","data":"x"}})"),
            "messages.0.content.0.source.media_type");
  EXPECT_EQ(field(R"({"type":"tool_result"})"), "messages.0.content.0.tool_use_id");
  EXPECT_EQ(field(R"({"type":"tool_result","tool_use_id":"a","content":7})"),
            "messages.0.content.0.content");
  EXPECT_EQ(field(R"({"type":"tool_result","tool_use_id":"a","content":[{"type":"text"}]})"),
            "messages.0.content.0.content.0.text");
  EXPECT_EQ(field(R"({"type":"tool_use","id":"a","name":"f","input":"x"})", "assistant"),
            "messages.0.content.0.input");
  EXPECT_EQ(field(R"({"type":"tool_use","id":"a","name":"f"})", "assistant"),
            "messages.0.content.0.input");
  EXPECT_EQ(field(R"({"type":"text","text":"a","cache_control":7})"),
            "messages.0.content.0.cache_control");
}

}  // namespace
}  // namespace quorum::anthropic
