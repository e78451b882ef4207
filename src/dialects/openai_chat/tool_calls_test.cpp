#include "dialects/openai_chat/tool_calls.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_chat {
namespace {

llm::ToolCallDelta read(std::string_view text) {
  const auto document = json::Document::parse(text);
  EXPECT_TRUE(document) << text;
  llm::ToolCallDelta call;
  read_call(document->root(), call);
  return call;
}

std::string written(const llm::ToolCallDelta& call, Piece piece) {
  std::string out;
  json::Writer writer{out};
  write_call(writer.object(), call, piece);
  writer.end();
  return out;
}

TEST(ToolCalls, WhatIsWrittenReadsBackTheSame) {
  const llm::ToolCallDelta function{.name = "f",
                                    .arguments = R"({"a": 1.0})",
                                    .seal = llm::Seal{.maker = llm::Maker::google, .data = "S"}};
  EXPECT_EQ(written(function, Piece::first),
            R"({"type":"function","function":{"name":"f","arguments":"{\"a\": 1.0}"},)"
            R"("extra_content":{"google":{"thought_signature":"S"}}})");
  EXPECT_EQ(read(written(function, Piece::first)), function);
  const llm::ToolCallDelta custom{
      .name = "c", .arguments = "free text", .kind = llm::ToolCall::Kind::custom};
  EXPECT_EQ(written(custom, Piece::first),
            R"({"type":"custom","custom":{"name":"c","input":"free text"}})");
  EXPECT_EQ(read(written(custom, Piece::first)), custom);
}

TEST(ToolCalls, ALaterPieceSaysOnlyWhatIsNew) {
  EXPECT_EQ(written({.arguments = "}"}, Piece::continued), R"({"function":{"arguments":"}"}})");
}

TEST(ToolCalls, AnEmptyCustomCallBesideAFunctionIsNone) {
  EXPECT_EQ(read(R"({"type":"function","custom":{"name":"","input":""},
                     "function":{"name":"f","arguments":"{}"}})"),
            (llm::ToolCallDelta{.name = "f", .arguments = "{}"}));
}

TEST(ToolCalls, ANameThatIsSaidAgainIsToldOnce) {
  ToolCallMerger merger;
  std::string told;
  for (const auto* piece : {R"({"index":0,"id":"a","function":{"name":"f","arguments":"{"}})",
                            R"({"index":0,"id":"a","function":{"name":"f","arguments":"}"}})",
                            R"({"index":1,"id":"b","function":{"name":"f","arguments":"{}"}})"}) {
    const auto document = json::Document::parse(piece);
    auto call = merger.place(document->root());
    read_call(document->root(), call);
    merger.drop_known_name(call);
    told += std::to_string(call.index) + call.name + call.arguments + " ";
  }
  EXPECT_EQ(told, "0f{ 0} 1f{} ");
}

// A provider gone mad cannot make us remember calls without end.
TEST(ToolCalls, ThereIsAMostThatIsFollowed) {
  ToolCallMerger merger;
  std::size_t last = 0;
  for (int i = 0; i < 2000; ++i) {
    const auto document = json::Document::parse(R"({"id":"c)" + std::to_string(i) + "\"}");
    last = merger.place(document->root()).index;
  }
  EXPECT_EQ(last, 511U);
}

}  // namespace
}  // namespace quorum::openai_chat
