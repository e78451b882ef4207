#include "dialects/openai_responses/input.hpp"

#include <gtest/gtest.h>

#include "dialects/openai_responses/sealing.hpp"

namespace quorum::openai_responses {
namespace {

using llm::Message;
using llm::Role;

Result<std::vector<Message>> read(std::string_view text) {
  const auto document = json::Document::parse(text);
  std::vector<Message> messages;
  if (auto read = read_input(document->root(), messages); !read) return read.error();
  return messages;
}

std::string field_of_fault(std::string_view text) {
  const auto messages = read(text);
  return messages ? "none" : messages.error().field;
}

TEST(Input, AStringIsWhatTheUserSays) {
  EXPECT_EQ(*read(R"("hi")"), std::vector{llm::message(Role::user, "hi")});
}

TEST(Input, EveryRoleHasItsMessages) {
  EXPECT_EQ(*read(R"([{"role":"system","content":"s"},{"role":"developer","content":"d"},
                      {"type":"message","role":"user","content":[{"type":"input_text","text":"u"}]},
                      {"role":"assistant","content":[{"type":"output_text","text":"a"},
                                                     {"type":"refusal","refusal":"r"}]}])"),
            (std::vector<Message>{
                llm::message(Role::system, "s"), llm::message(Role::developer, "d"),
                llm::message(Role::user, "u"),
                Message{.role = Role::assistant,
                        .parts = {llm::text_part("a"), {.content = llm::Refusal{.text = "r"}}}}}));
}

TEST(Input, WhatAnAssistantSaidBetweenOthersIsOneMessage) {
  const auto messages = read(R"([
    {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"a"},
      {"type":"summary_text","text":"b"}],"encrypted_content":"gAAA"},
    {"role":"assistant","content":"I look."},
    {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
    {"type":"custom_tool_call","call_id":"c2","name":"g","input":"free"},
    {"type":"web_search_call","id":"ws_1","status":"completed"},
    {"type":"function_call_output","call_id":"c1","output":"1"},
    {"type":"custom_tool_call_output","call_id":"c2","output":[{"type":"input_text","text":"2"}]}
  ])");
  ASSERT_TRUE(messages);
  const Message assistant{
      .role = Role::assistant,
      .parts = {{.content = llm::Reasoning{.text = "a\n\nb",
                                           .seal = llm::Seal{.maker = llm::Maker::openai,
                                                             .form = llm::Seal::Form::encrypted,
                                                             .data = "gAAA",
                                                             .id = "rs_1"}}},
                llm::text_part("I look."),
                {.content = llm::ToolCall{.id = "c1", .name = "f", .arguments = "{}"}},
                {.content = llm::ToolCall{.id = "c2",
                                          .name = "g",
                                          .arguments = "free",
                                          .kind = llm::ToolCall::Kind::custom}},
                {.content = llm::Opaque{
                     .dialect = llm::Dialect::openai_responses,
                     .json = R"({"type":"web_search_call","id":"ws_1","status":"completed"})"}}}};
  EXPECT_EQ(*messages,
            (std::vector<Message>{
                assistant,
                {.role = Role::tool, .parts = {llm::text_part("1")}, .tool_call_id = "c1"},
                {.role = Role::tool, .parts = {llm::text_part("2")}, .tool_call_id = "c2"}}));
}

TEST(Input, PicturesFilesAndSoundAreRead) {
  const auto messages = read(R"([{"role":"user","content":[
    {"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"},
    {"type":"input_image","file_id":"file-1"},
    {"type":"input_file","file_data":"data:application/pdf;base64,BBBB","filename":"a.pdf"},
    {"type":"input_file","file_url":"https://x/y.pdf"},
    {"type":"input_audio","input_audio":{"data":"CCCC","format":"wav"}},
    {"type":"input_text","text":"t","prompt_cache_breakpoint":{"mode":"explicit"}},
    {"type":"input_video","video":"v"}]}])");
  ASSERT_TRUE(messages);
  const auto& parts = messages->front().parts;
  ASSERT_EQ(parts.size(), 7U);
  EXPECT_EQ(*parts[0].as<llm::Image>(),
            (llm::Image{.source = {.data = "AAAA", .media_type = "image/png"}, .detail = "low"}));
  EXPECT_EQ(*parts[1].as<llm::Image>(), (llm::Image{.source = {.file_id = "file-1"}}));
  EXPECT_EQ(
      *parts[2].as<llm::File>(),
      (llm::File{.source = {.data = "BBBB", .media_type = "application/pdf"}, .name = "a.pdf"}));
  EXPECT_EQ(*parts[3].as<llm::File>(), (llm::File{.source = {.url = "https://x/y.pdf"}}));
  EXPECT_EQ(*parts[4].as<llm::Audio>(),
            (llm::Audio{.source = {.data = "CCCC", .media_type = "audio/wav"}}));
  EXPECT_TRUE(parts[5].cache);
  EXPECT_EQ(parts[6].as<llm::Opaque>()->json, R"({"type":"input_video","video":"v"})");
}

TEST(Input, CarriedSealsGoBackToWhatTheyBelongTo) {
  const llm::Seal google{.maker = llm::Maker::google, .data = "sig"};
  auto of_call = google;
  of_call.id = call_seal_id("fn.0");
  auto of_text = google;
  of_text.id = kTextSeal;
  const auto item = [](const llm::Seal& seal) {
    return R"({"type":"reasoning","summary":[],"encrypted_content":")" + sealed_text(seal) +
           R"("},)";
  };
  const auto messages =
      read("[" + item(of_call) + R"({"role":"assistant","content":"t"},)" + item(of_text) +
           R"({"type":"function_call","call_id":"fn.0","name":"f","arguments":"{}"}])");
  ASSERT_TRUE(messages);
  const auto& parts = messages->front().parts;
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].as<llm::Text>()->seal, google);
  EXPECT_EQ(parts[1].as<llm::ToolCall>()->seal, google);
}

TEST(Input, ThoughtsWithoutWordsAndSealSayNothing) {
  EXPECT_EQ(read(R"([{"type":"reasoning","id":"rs_1","summary":[]},{"role":"user","content":"u"}])")
                ->size(),
            1U);
}

TEST(Input, FaultsAreNamedWhereTheyAre) {
  EXPECT_EQ(field_of_fault("7"), "input");
  EXPECT_EQ(field_of_fault(R"(["x"])"), "input.0");
  EXPECT_EQ(field_of_fault(R"([{"content":"x"}])"), "input.0.type");
  EXPECT_EQ(field_of_fault(R"([{"role":"robot","content":"x"}])"), "input.0.role");
  EXPECT_EQ(field_of_fault(R"([{"role":"user"}])"), "input.0.content");
  EXPECT_EQ(field_of_fault(R"([{"role":"user","content":[{"type":"input_text"}]}])"),
            "input.0.content.0.text");
  EXPECT_EQ(field_of_fault(R"([{"role":"user","content":[{"type":"input_image"}]}])"),
            "input.0.content.0.image_url");
  EXPECT_EQ(field_of_fault(R"([{"type":"function_call","name":"f"}])"), "input.0.call_id");
  EXPECT_EQ(field_of_fault(R"([{"type":"function_call_output","call_id":"c"}])"), "input.0.output");
}

}  // namespace
}  // namespace quorum::openai_responses
