#include "dialects/anthropic/content.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::anthropic {
namespace {

using llm::Part;
using llm::Role;
using Place = ContentWriter::Place;

std::string turn(Role role, const std::vector<Part>& parts, Place place = Place::amid,
                 std::size_t skipped = 0) {
  Turn made{.role = role};
  for (const auto& part : parts) made.blocks.push_back({.part = &part, .id = "id"});
  std::string out;
  json::Writer writer{out};
  CacheMarks marks{skipped};
  ContentWriter{writer, marks}.write_turn(made, place);
  return out;
}

std::string block(const Part& part) {
  const auto out = turn(Role::user, {part, llm::text_part("-")});
  constexpr std::string_view kBegin = R"({"role":"user","content":[)";
  constexpr std::string_view kEnd = R"(,{"type":"text","text":"-"}]})";
  EXPECT_TRUE(out.starts_with(kBegin) && out.ends_with(kEnd)) << out;
  return out.substr(kBegin.size(), out.size() - kBegin.size() - kEnd.size());
}

std::string result(const llm::Message& message) {
  Turn made{.role = Role::user, .blocks = {{.result = &message, .id = "id"}}};
  std::string out;
  json::Writer writer{out};
  CacheMarks marks{0};
  ContentWriter{writer, marks}.write_turn(made, Place::amid);
  return out.substr(26, out.size() - 28);
}

TEST(Content, ABareTextIsAString) {
  EXPECT_EQ(turn(Role::user, {llm::text_part("Hi")}), R"({"role":"user","content":"Hi"})");
  EXPECT_EQ(turn(Role::assistant, {{.content = llm::Refusal{.text = "No"}}}),
            R"({"role":"assistant","content":"No"})");
  EXPECT_EQ(turn(Role::system, {{.content = llm::Text{.text = "S"}, .cache = llm::CacheHint{}}}),
            R"({"role":"system","content":[{"type":"text","text":"S",)"
            R"("cache_control":{"type":"ephemeral"}}]})");
}

TEST(Content, APrefillEndsWithoutSpace) {
  EXPECT_EQ(turn(Role::assistant, {llm::text_part("{ \n")}, Place::last),
            R"({"role":"assistant","content":"{"})");
  EXPECT_EQ(turn(Role::assistant, {llm::text_part("a "), llm::text_part("b ")}, Place::last),
            R"({"role":"assistant","content":[{"type":"text","text":"a "},)"
            R"({"type":"text","text":"b"}]})");
  EXPECT_EQ(turn(Role::assistant, {llm::text_part("a ")}),
            R"({"role":"assistant","content":"a "})");
}

TEST(Content, Images) {
  EXPECT_EQ(
      block({.content = llm::Image{.source = {.data = "QQ==", .media_type = "image/png"}}}),
      R"({"type":"image","source":{"type":"base64","media_type":"image/png","data":"QQ=="}})");
  EXPECT_EQ(block({.content = llm::Image{.source = {.data = "/9j/4AAQ"}}}),
            R"({"type":"image","source":{"type":"base64","media_type":"image/jpeg",)"
            R"("data":"/9j/4AAQ"}})");
  EXPECT_EQ(block({.content = llm::Image{.source = {.url = "https://a/b"}}}),
            R"({"type":"image","source":{"type":"url","url":"https://a/b"}})");
  EXPECT_EQ(block({.content = llm::Image{.source = {.file_id = "f"}}}),
            R"({"type":"image","source":{"type":"file","file_id":"f"}})");
}

TEST(Content, Documents) {
  EXPECT_EQ(block({.content = llm::File{.source = {.data = "JVBERi0x"},
                                        .name = "T",
                                        .context = "C",
                                        .wants_citations = true}}),
            R"({"type":"document","source":{"type":"base64","media_type":"application/pdf",)"
            R"("data":"JVBERi0x"},"title":"T","context":"C","citations":{"enabled":true}})");
  EXPECT_EQ(block({.content = llm::File{.text = "abc"}}),
            R"({"type":"document","source":{"type":"text","media_type":"text/plain",)"
            R"("data":"abc"}})");
  EXPECT_EQ(block({.content = llm::File{.source = {.data = "SGk=", .media_type = "text/csv"}}}),
            R"({"type":"document","source":{"type":"text","media_type":"text/plain",)"
            R"("data":"Hi"}})");
}

TEST(Content, ThoughtsCallsAndWhatIsAnthropicsOwn) {
  EXPECT_EQ(block({.content = llm::Reasoning{.text = "h",
                                             .seal = llm::Seal{.maker = llm::Maker::anthropic,
                                                               .data = "s"}}}),
            R"({"type":"thinking","thinking":"h","signature":"s"})");
  EXPECT_EQ(block({.content = llm::Reasoning{.seal = llm::Seal{.maker = llm::Maker::anthropic,
                                                               .form = llm::Seal::Form::encrypted,
                                                               .data = "x"}}}),
            R"({"type":"redacted_thinking","data":"x"})");
  EXPECT_EQ(block({.content = llm::ToolCall{.id = "no", .name = "f", .arguments = R"({"a": 1})"},
                   .cache = llm::CacheHint{.ttl_s = 3600}}),
            R"({"type":"tool_use","id":"id","name":"f","input":{"a": 1},)"
            R"("cache_control":{"type":"ephemeral","ttl":"1h"}})");
  EXPECT_EQ(
      block({.content = llm::Opaque{.dialect = llm::Dialect::anthropic, .json = "{\"a\": 1}"}}),
      "{\"a\": 1}");
}

TEST(Content, OnlyAnthropicsOwnCitationsGoBack) {
  EXPECT_EQ(block({.content = llm::Text{.text = "t",
                                        .citations = {{.url = "u"},
                                                      {.raw = {.dialect = llm::Dialect::anthropic,
                                                               .json = "{}"}}}}}),
            R"({"type":"text","text":"t","citations":[{}]})");
}

TEST(Content, ResultsOfTools) {
  EXPECT_EQ(result({.parts = {llm::text_part("42")}}),
            R"({"type":"tool_result","tool_use_id":"id","content":"42"})");
  EXPECT_EQ(result({.is_tool_error = true}),
            R"({"type":"tool_result","tool_use_id":"id","is_error":true})");
  EXPECT_EQ(result({.parts = {llm::text_part("a"),
                              {.content = llm::Audio{}},
                              {.content = llm::Image{.source = {.url = "u"}},
                               .cache = llm::CacheHint{}}}}),
            R"({"type":"tool_result","tool_use_id":"id","content":[{"type":"text","text":"a"},)"
            R"({"type":"image","source":{"type":"url","url":"u"}}],)"
            R"("cache_control":{"type":"ephemeral"}})");
}

TEST(CacheMarks, TheFirstOnesAreSkipped) {
  const std::vector<Part> parts{
      {.content = llm::Text{.text = "a"}, .cache = llm::CacheHint{}},
      {.content = llm::Text{.text = "b"}, .cache = llm::CacheHint{.ttl_s = 300}}};
  EXPECT_EQ(turn(Role::user, parts, Place::amid, 1),
            R"({"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b",)"
            R"("cache_control":{"type":"ephemeral","ttl":"5m"}}]})");
}

}  // namespace
}  // namespace quorum::anthropic
