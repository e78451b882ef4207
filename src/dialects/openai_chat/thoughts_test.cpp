#include "dialects/openai_chat/thoughts.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_chat {
namespace {

using llm::Maker;
using llm::Reasoning;
using llm::Seal;

Thoughts read(std::string_view message, Plain plain = Plain::not_seen) {
  const auto document = json::Document::parse(message);
  EXPECT_TRUE(document) << message;
  return read_thoughts(document->root(), plain);
}

Seal encrypted(Maker maker, std::string data, std::string id) {
  return {
      .maker = maker, .form = Seal::Form::encrypted, .data = std::move(data), .id = std::move(id)};
}

TEST(Thoughts, PlainWordsHaveNoSeal) {
  EXPECT_EQ(read(R"({"reasoning_content":"a","reasoning":"a"})").blocks,
            (std::vector<Reasoning>{{.text = "a"}}));
  EXPECT_TRUE(read(R"({"reasoning":null,"reasoning_details":[]})").blocks.empty());
}

TEST(Thoughts, ASignatureJoinsTheWordsBeforeIt) {
  const std::vector<Reasoning> expected{
      {.text = "ab", .seal = Seal{.maker = Maker::anthropic, .data = "S"}}};
  EXPECT_EQ(read(R"({"reasoning_details":[
      {"type":"reasoning.text","text":"ab","signature":"S","format":"anthropic-claude-v1"}]})")
                .blocks,
            expected);
  EXPECT_EQ(read(R"({"reasoning":"ab","reasoning_details":[
      {"type":"reasoning.text","text":"a","index":0},{"type":"reasoning.text","text":"b","index":0},
      {"type":"reasoning.text","signature":"S","format":"anthropic-claude-v1","index":0}]})")
                .blocks,
            expected);
}

TEST(Thoughts, WhatIsEncryptedJoinsItsSummary) {
  EXPECT_EQ(read(R"({"reasoning_details":[
      {"type":"reasoning.encrypted","data":"D","id":"rs_1","format":"openai-responses-v1",
       "index":0},
      {"type":"reasoning.summary","summary":"s","format":"openai-responses-v1","index":1},
      {"type":"reasoning.encrypted","data":"E","id":"rs_2","format":"openai-responses-v1",
       "index":2}]})")
                .blocks,
            (std::vector<Reasoning>{{.seal = encrypted(Maker::openai, "D", "rs_1")},
                                    {.text = "s", .seal = encrypted(Maker::openai, "E", "rs_2")}}));
}

TEST(Thoughts, GooglesSignaturesBelongToACallOrToTheText) {
  const auto thoughts = read(R"({"reasoning_details":[
      {"type":"reasoning.encrypted","data":"D","id":"tool_1","format":"google-gemini-v1"},
      {"type":"reasoning.encrypted","data":"E","format":"google-gemini-v1"}]})");
  EXPECT_TRUE(thoughts.blocks.empty());
  EXPECT_EQ(thoughts.elsewhere,
            (std::vector<Seal>{{.maker = Maker::google, .data = "D", .id = "tool_1"},
                               {.maker = Maker::google, .data = "E"}}));
}

TEST(Thoughts, ReadsLiteLlmsBlocks) {
  EXPECT_EQ(
      read(R"({"reasoning_content":"a","thinking_blocks":[
      {"type":"thinking","thinking":"a","signature":"S"},
      {"type":"redacted_thinking","data":"D"}]})")
          .blocks,
      (std::vector<Reasoning>{{.text = "a", .seal = Seal{.maker = Maker::anthropic, .data = "S"}},
                              {.seal = encrypted(Maker::anthropic, "D", "")}}));
}

// A stream that told the words plainly repeats them where it seals them.
TEST(Thoughts, WordsToldPlainlyAreNotToldAgain) {
  constexpr std::string_view kSealed =
      R"({"reasoning_details":[{"type":"reasoning.text","text":"ab","signature":"S"}]})";
  EXPECT_EQ(read(kSealed, Plain::seen).blocks,
            (std::vector<Reasoning>{{.seal = Seal{.data = "S"}}}));
  EXPECT_EQ(read(kSealed).blocks,
            (std::vector<Reasoning>{{.text = "ab", .seal = Seal{.data = "S"}}}));
  auto plain = Plain::not_seen;
  const auto document = json::Document::parse(R"({"reasoning":"a"})");
  read_thoughts(document->root(), plain);
  EXPECT_EQ(plain, Plain::seen);
}

TEST(Thoughts, WhatIsWrittenReadsBackTheSame) {
  const std::vector<Reasoning> thoughts{
      {.text = "a", .seal = Seal{.maker = Maker::anthropic, .data = "S"}},
      {.text = "b", .seal = encrypted(Maker::xai, "D", "rs_1")},
      {.seal = encrypted(Maker::amazon, "E", "")},
      {.text = "c", .seal = Seal{.maker = Maker::google, .data = "G"}},
      {.text = "d"}};
  std::string out;
  json::Writer writer{out};
  writer.object().key("reasoning_details").array();
  std::size_t index = 0;
  for (const auto& thought : thoughts) write_detail(writer, thought, index++);
  writer.end().end();
  EXPECT_EQ(read(out).blocks, thoughts) << out;
}

TEST(Thoughts, ASealInGooglesFieldKeepsItsMaker) {
  for (const auto maker : {Maker::google, Maker::openai}) {
    const Seal seal{.maker = maker, .data = "S"};
    std::string out;
    json::Writer writer{out};
    write_google_seal(writer.object(), seal);
    writer.end();
    const auto document = json::Document::parse(out);
    EXPECT_EQ(read_google_seal(document->root()), seal) << out;
  }
  const auto document =
      json::Document::parse(R"({"provider_specific_fields":{"thought_signature":"S"}})");
  EXPECT_EQ(read_google_seal(document->root()), (Seal{.maker = Maker::google, .data = "S"}));
}

TEST(Thoughts, MistralsPartsBearItsOwnSeal) {
  const auto document = json::Document::parse(
      R"({"type":"thinking","thinking":[{"type":"text","text":"hm"}],"signature":"S"})");
  EXPECT_EQ(read_thinking_part(document->root()),
            (Reasoning{.text = "hm", .seal = Seal{.maker = Maker::mistral, .data = "S"}}));
}

}  // namespace
}  // namespace quorum::openai_chat
