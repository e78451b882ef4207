#include "dialects/gemini/turns.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

using llm::Role;

struct Written {
  std::string json;
  std::vector<std::string> dropped, emulated;
};

Written write(std::vector<llm::Message> messages, std::string_view model = "gemini-3-flash",
              std::string_view instruction = {}) {
  Written written;
  dialects::Dropped dropped;
  const auto traits = model_of(model);
  json::Writer writer{written.json};
  writer.object();
  TurnsWriter{traits, dropped, written.emulated}.write(writer, {.messages = std::move(messages)},
                                                       instruction);
  writer.end();
  written.dropped = dropped.take();
  return written;
}

llm::Message calling(std::string id, std::string name, std::optional<llm::Seal> seal = {}) {
  llm::Message message{.role = Role::assistant};
  message.parts.push_back(
      {.content = llm::ToolCall{.id = std::move(id), .name = std::move(name), .seal = seal}});
  return message;
}

llm::Message answering(std::string id, std::string text) {
  auto message = llm::message(Role::tool, std::move(text));
  message.tool_call_id = std::move(id);
  return message;
}

TEST(Turns, SystemIsTheInstruction) {
  const auto written = write({llm::message(Role::system, "a"), llm::message(Role::developer, "b"),
                              llm::message(Role::user, "hi")});
  EXPECT_EQ(written.json, R"({"systemInstruction":{"parts":[{"text":"a"},{"text":"b"}]},)"
                          R"("contents":[{"role":"user","parts":[{"text":"hi"}]}]})");
  EXPECT_TRUE(written.emulated.empty());
}

TEST(Turns, ALaterSystemMessageIsSaidBefore) {
  const auto written = write({llm::message(Role::user, "hi"), llm::message(Role::system, "a")});
  EXPECT_EQ(written.json, R"({"systemInstruction":{"parts":[{"text":"a"}]},)"
                          R"("contents":[{"role":"user","parts":[{"text":"hi"}]}]})");
  EXPECT_EQ(written.emulated, std::vector<std::string>{"messages.system"});
}

TEST(Turns, SomebodyMustSpeak) {
  EXPECT_EQ(write({llm::message(Role::system, "a")}).json,
            R"({"systemInstruction":{"parts":[{"text":"a"}]},)"
            R"("contents":[{"role":"user","parts":[{"text":""}]}]})");
}

TEST(Turns, WhoSaidNothingStillHadTheTurn) {
  EXPECT_EQ(write({llm::message(Role::user, "a"), llm::message(Role::assistant, ""),
                   llm::message(Role::user, "b")})
                .json,
            R"({"contents":[{"role":"user","parts":[{"text":"a"}]},)"
            R"({"role":"model","parts":[{"text":""}]},{"role":"user","parts":[{"text":"b"}]}]})");
}

TEST(Turns, WhoSpeaksTwiceSpeaksOn) {
  EXPECT_EQ(write({llm::message(Role::user, "a"), llm::message(Role::user, "b"),
                   llm::message(Role::assistant, "c"), llm::message(Role::assistant, "d")})
                .json,
            R"({"contents":[{"role":"user","parts":[{"text":"a"},{"text":"b"}]},)"
            R"({"role":"model","parts":[{"text":"c"},{"text":"d"}]}]})");
}

TEST(Turns, AnswersNameTheirTools) {
  EXPECT_EQ(write({calling("1", "f", llm::Seal{.maker = llm::Maker::google, .data = "c2ln"}),
                   answering("1", "one")})
                .json,
            R"({"contents":[{"role":"model","parts":[{"functionCall":{"id":"1","name":"f",)"
            R"("args":{}},"thoughtSignature":"c2ln"}]},{"role":"user","parts":[)"
            R"({"functionResponse":{"id":"1","name":"f","response":{"output":"one"}}}]}]})");
}

// Gemini 3 refuses calls of its history without their seal; those of other models have none.
TEST(Turns, TheFirstCallOfAnotherModelGetsGooglesStandIn) {
  auto message = calling("1", "f");
  message.parts.push_back({.content = llm::ToolCall{.id = "2", .name = "g"}});
  const auto json = write({message}).json;
  EXPECT_NE(
      json.find(R"("name":"f","args":{}},"thoughtSignature":"c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92)"),
      json.npos);
  EXPECT_NE(json.find(R"("name":"g","args":{}}}])"), json.npos);
  EXPECT_EQ(write({message}, "gemini-2.5-flash").json.find("thoughtSignature"), json.npos);
}

TEST(Turns, PicturesOfToolsStandInTheAnswerOrAfterIt) {
  auto answer = answering("1", "see");
  answer.parts.push_back(
      {.content = llm::Image{.source = {.data = "QQ==", .media_type = "image/png"}}});
  const std::string picture = R"({"inlineData":{"mimeType":"image/png","data":"QQ=="}})";
  const auto recent = write({answer}, "gemini-3-flash").json;
  EXPECT_NE(recent.find(R"("response":{"output":"see"},"parts":[)" + picture + "]}}]"),
            recent.npos);
  const auto old =
      write({answer, answering("2", "x"), llm::message(Role::user, "so?")}, "gemini-2.5-flash")
          .json;
  EXPECT_NE(old.find(R"({"output":"x"}}},)" + picture + R"(,{"text":"so?"}]}])"), old.npos);
}

TEST(Turns, WhatIsLeftOutIsNamed) {
  auto message = llm::message(Role::user, "hi");
  message.name = "Ann";
  message.parts.push_back({.content = llm::File{.source = {.file_id = "file-1"}}});
  message.parts.push_back({.content = llm::Image{.source = {.file_id = "file-2"}}});
  message.parts.push_back({.content = llm::Audio{.source = {.file_id = "file-3"}}});
  message.parts.push_back({.content = llm::Opaque{.dialect = llm::Dialect::anthropic}});
  message.parts.push_back(
      {.content = llm::File{.text = "t", .wants_citations = true}, .cache = llm::CacheHint{}});
  EXPECT_EQ(
      write({message}).dropped,
      (std::vector<std::string>{"messages.name", "messages.file", "messages.image",
                                "messages.input_audio", "messages.content",
                                "messages.prompt_cache_breakpoint", "messages.file.citations"}));
}

}  // namespace
}  // namespace quorum::gemini
