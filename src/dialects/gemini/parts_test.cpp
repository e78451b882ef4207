#include "dialects/gemini/parts.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

constexpr llm::Maker kGoogle = llm::Maker::google;

std::string written(const llm::Part& part, Seals seals = Seals::googles,
                    std::string_view stand_in = {}) {
  std::string out;
  json::Writer writer{out};
  write_part(writer, part, seals, stand_in);
  return out;
}

TEST(Parts, WordsAreTexts) {
  EXPECT_EQ(written(llm::text_part("a\n")), R"({"text":"a\n"})");
  EXPECT_EQ(written({.content = llm::Reasoning{.text = "hm"}}), R"({"text":"hm","thought":true})");
  EXPECT_EQ(written({.content = llm::Refusal{.text = "no"}}), R"({"text":"no"})");
}

TEST(Parts, SealsGoToTheirMaker) {
  const llm::Part google{
      .content = llm::Text{.text = "a", .seal = llm::Seal{.maker = kGoogle, .data = "c2ln"}}};
  const llm::Part other{
      .content = llm::Reasoning{.seal = llm::Seal{.maker = llm::Maker::anthropic, .data = "c2ln"}}};
  EXPECT_EQ(written(google), R"({"text":"a","thoughtSignature":"c2ln"})");
  EXPECT_EQ(fit_of(other, Seals::googles), Fit::empty);
  EXPECT_EQ(fit_of(other, Seals::all), Fit::fits);
  EXPECT_EQ(written(other, Seals::all),
            R"({"text":"","thought":true,"thoughtSignature":"cXVvcnVtLmFudGhyb3BpYy5zLi5jMmxu"})");
}

TEST(Parts, FilesGoAsBytesOrAddress) {
  EXPECT_EQ(written({.content = llm::Image{.source = {.data = "QQ==", .media_type = "image/png"}}}),
            R"({"inlineData":{"mimeType":"image/png","data":"QQ=="}})");
  EXPECT_EQ(written({.content = llm::Image{.source = {.url = "https://x.org/a.webp?b=.png"}}}),
            R"({"fileData":{"mimeType":"image/webp","fileUri":"https://x.org/a.webp?b=.png"}})");
  EXPECT_EQ(written({.content = llm::Image{.source = {.url = "https://x.org/a"}}}),
            R"({"fileData":{"fileUri":"https://x.org/a"}})");
  EXPECT_EQ(written({.content = llm::File{.source = {.data = "QQ=="}}}),
            R"({"inlineData":{"mimeType":"application/pdf","data":"QQ=="}})");
  EXPECT_EQ(written({.content = llm::Audio{.source = {.file_id = "gs://a/b.mp3"}}}),
            R"({"fileData":{"mimeType":"audio/mp3","fileUri":"gs://a/b.mp3"}})");
}

TEST(Parts, AFileThatOthersKeepCannotBeSent) {
  EXPECT_EQ(fit_of({.content = llm::File{.source = {.file_id = "file-abc"}}}, Seals::googles),
            Fit::foreign);
  EXPECT_EQ(fit_of({.content = llm::File{.text = "words"}}, Seals::googles), Fit::fits);
}

TEST(Parts, ADocumentOfWordsIsTold) {
  EXPECT_EQ(written({.content = llm::File{.name = "A.txt", .text = "words", .context = "old"}}),
            R"({"text":"A.txt\nold\nwords"})");
}

TEST(Parts, CallsHoldTheirArgumentsAsAnObject) {
  const auto call = [](std::string arguments) {
    return written({.content = llm::ToolCall{.name = "f", .arguments = std::move(arguments)}});
  };
  EXPECT_EQ(call("{\n \"a\": \"b c\"}"), R"({"functionCall":{"name":"f","args":{"a":"b c"}}})");
  EXPECT_EQ(call(""), R"({"functionCall":{"name":"f","args":{}}})");
  EXPECT_EQ(call(R"({"a)"), R"({"functionCall":{"name":"f","args":{"_raw":"{\"a"}}})");
  EXPECT_EQ(call("[1]"), R"({"functionCall":{"name":"f","args":{"_raw":"[1]"}}})");
}

TEST(Parts, ACallWithoutASealMayGetAStandIn) {
  const llm::Part call{.content = llm::ToolCall{.id = "1", .name = "f"}};
  EXPECT_EQ(written(call, Seals::googles, "none"),
            R"({"functionCall":{"id":"1","name":"f","args":{}},"thoughtSignature":"none"})");
}

TEST(Parts, OnlyGooglesOwnIsPassedWhole) {
  EXPECT_EQ(written({.content = llm::Opaque{.dialect = llm::Dialect::gemini,
                                            .json = "{\"toolCall\": {\"id\": \"a b\"}}\n"}}),
            R"({"toolCall":{"id":"a b"}})");
  EXPECT_EQ(fit_of({.content = llm::Opaque{.dialect = llm::Dialect::anthropic}}, Seals::googles),
            Fit::foreign);
}

TEST(Parts, OutcomesAreObjects) {
  const auto outcome = [](std::string_view text, bool is_error) {
    std::string out;
    json::Writer writer{out};
    write_outcome(writer, text, is_error);
    return out;
  };
  EXPECT_EQ(outcome("22 degrees", false), R"({"output":"22 degrees"})");
  EXPECT_EQ(outcome("[1]", false), R"({"output":"[1]"})");
  EXPECT_EQ(outcome(R"({"t": 22})", false), R"({"t":22})");
  EXPECT_EQ(outcome(R"({"output":"x"})", false), R"({"output":"{\"output\":\"x\"}"})");
  EXPECT_EQ(outcome(R"({"t": 22})", true), R"({"error":"{\"t\": 22}"})");
}

TEST(Parts, SpaceInsideStringsStays) {
  EXPECT_EQ(compact("{ \"a \\\" \\\\\" : [ 1,\r\n\t2 ] }"), "{\"a \\\" \\\\\":[1,2]}");
}

}  // namespace
}  // namespace quorum::gemini
