#include "dialects/openai_responses/messages.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_responses {
namespace {

using llm::Message;
using llm::Role;

std::string written(std::vector<Message> messages, const ItemRules& rules = {},
                    std::vector<std::string>* dropped = nullptr) {
  std::string out;
  json::Writer writer{out};
  dialects::Dropped names;
  write_input(writer, {.messages = std::move(messages)}, rules, names);
  if (dropped != nullptr) *dropped = names.take();
  return out;
}

llm::Seal sealed(llm::Maker maker) {
  return {.maker = maker, .form = llm::Seal::Form::encrypted, .data = "x", .id = "rs_1"};
}

TEST(Items, PlainWordsArePlainStrings) {
  EXPECT_EQ(written({llm::message(Role::system, "s"), llm::message(Role::user, "u"),
                     llm::message(Role::assistant, "a")}),
            R"([{"role":"system","content":"s"},{"role":"user","content":"u"},)"
            R"({"role":"assistant","content":"a"}])");
}

TEST(Items, WhatAnAssistantSaidIsAnItemEach) {
  const Message message{
      .role = Role::assistant,
      .parts = {{.content = llm::Reasoning{.text = "hm", .seal = sealed(llm::Maker::openai)}},
                llm::text_part("a"),
                {.content = llm::Refusal{.text = "r"}},
                {.content = llm::ToolCall{.id = "c", .name = "f", .arguments = "{}"}},
                {.content = llm::Opaque{.dialect = llm::Dialect::openai_responses,
                                        .json = R"({"type":"compaction"})"}}}};
  EXPECT_EQ(written({message}),
            R"([{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],)"
            R"("encrypted_content":"x"},)"
            R"({"type":"message","role":"assistant","id":"msg_1","status":"completed","content":)"
            R"([{"type":"output_text","text":"a","annotations":[],"logprobs":[]},)"
            R"({"type":"refusal","refusal":"r"}]},)"
            R"({"type":"function_call","call_id":"c","name":"f","arguments":"{}"},)"
            R"({"type":"compaction"}])");
}

TEST(Items, SealsGoOnlyToTheirMaker) {
  const Message message{
      .role = Role::assistant,
      .parts = {{.content = llm::Reasoning{.text = "hm", .seal = sealed(llm::Maker::anthropic)}}}};
  std::vector<std::string> dropped;
  EXPECT_EQ(written({message}, {}, &dropped), "[]");
  EXPECT_EQ(dropped, std::vector<std::string>{"messages.reasoning"});
  EXPECT_EQ(written({message}, {.takes_thoughts = true}),
            R"([{"type":"reasoning","summary":[],)"
            R"("content":[{"type":"reasoning_text","text":"hm"}]}])");
  EXPECT_NE(written({message}, {.maker = llm::Maker::anthropic}).find(R"("encrypted_content":"x")"),
            std::string::npos);
}

TEST(Items, MediaStandInTheirParts) {
  const Message message{
      .role = Role::user,
      .parts = {{.content = llm::Image{.source = {.data = "AA", .media_type = "image/png"}}},
                {.content = llm::File{.source = {.data = "BB", .media_type = "text/plain"}}},
                {.content = llm::File{.source = {.file_id = "file-1"}}},
                {.content = llm::File{.name = "n", .text = "words"}},
                {.content = llm::Text{.text = "t"}, .cache = llm::CacheHint{}}}};
  EXPECT_EQ(
      written({message}, {.marks_cache = true}),
      R"([{"role":"user","content":[)"
      R"({"type":"input_image","image_url":"data:image/png;base64,AA","detail":"auto"},)"
      R"({"type":"input_file","filename":"file.txt","file_data":"data:text/plain;base64,BB"},)"
      R"({"type":"input_file","file_id":"file-1"},)"
      R"({"type":"input_text","text":"n\n\nwords"},)"
      R"({"type":"input_text","prompt_cache_breakpoint":{"mode":"explicit"},"text":"t"}]}])");
}

TEST(Items, AnswersToCallsAreOfTheCallsKind) {
  const Message asked{
      .role = Role::assistant,
      .parts = {
          {.content = llm::ToolCall{
               .id = "c", .name = "g", .arguments = "free", .kind = llm::ToolCall::Kind::custom}}}};
  const Message answer{.role = Role::tool, .parts = {llm::text_part("ok")}, .tool_call_id = "c"};
  const Message picture{.role = Role::tool,
                        .parts = {{.content = llm::Image{.source = {.url = "u"}}}},
                        .tool_call_id = "d"};
  EXPECT_EQ(written({asked, answer, picture}),
            R"([{"type":"custom_tool_call","call_id":"c","name":"g","input":"free"},)"
            R"({"type":"custom_tool_call_output","call_id":"c","output":"ok"},)"
            R"({"type":"function_call_output","call_id":"d","output":)"
            R"([{"type":"input_image","image_url":"u","detail":"auto"}]}])");
}

TEST(Items, WhatHasNoPlaceIsNamedOnce) {
  const llm::Part sound{.content = llm::Audio{.source = {.data = "CC"}}};
  const llm::Part foreign{.content =
                              llm::Opaque{.dialect = llm::Dialect::gemini, .json = R"({"x":1})"}};
  const llm::Part hinted{.content = llm::Text{.text = "t"}, .cache = llm::CacheHint{}};
  const llm::Part file{
      .content = llm::File{.source = {.url = "u"}, .context = "c", .wants_citations = true}};
  std::vector<std::string> dropped;
  written({{.role = Role::user, .parts = {sound, sound, foreign, hinted, file}, .name = "bob"},
           {.role = Role::tool,
            .parts = {llm::text_part("x")},
            .tool_call_id = "c",
            .is_tool_error = true},
           {.role = Role::assistant, .parts = {{.content = llm::Image{}}, sound}}},
          {}, &dropped);
  EXPECT_EQ(dropped,
            (std::vector<std::string>{"messages.name", "messages.input_audio", "messages.content",
                                      "messages.prompt_cache_breakpoint", "messages.file.citations",
                                      "messages.file.context", "messages.is_error",
                                      "messages.assistant.image", "messages.assistant.content"}));
}

}  // namespace
}  // namespace quorum::openai_responses
