#include "dialects/openai_chat/parts.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_chat {
namespace {

Result<llm::Part> try_read(std::string_view text) {
  const auto document = json::Document::parse(text);
  EXPECT_TRUE(document) << text;
  return read_part({.value = document->root(), .at = "p"});
}

llm::Part read(std::string_view text) {
  auto part = try_read(text);
  EXPECT_TRUE(part) << part.error().message;
  return part ? *part : llm::Part{};
}

TEST(Parts, ReadsSound) {
  EXPECT_EQ(*read(R"({"type":"input_audio","input_audio":{"data":"AA","format":"mp3"}})")
                 .as<llm::Audio>(),
            (llm::Audio{.source = {.data = "AA", .media_type = "audio/mpeg"}}));
  EXPECT_EQ(*read(R"({"type":"input_audio","input_audio":"AA"})").as<llm::Audio>(),
            (llm::Audio{.source = {.data = "AA"}}));
}

TEST(Parts, ReadsDocumentsWhereverTheyAre) {
  EXPECT_EQ(
      *read(R"({"type":"file","file":{"file_data":"data:application/pdf;base64,AA",
                      "filename":"a.pdf"}})")
           .as<llm::File>(),
      (llm::File{.source = {.data = "AA", .media_type = "application/pdf"}, .name = "a.pdf"}));
  EXPECT_EQ(*read(R"({"type":"file","file":{"file_id":"file-1"}})").as<llm::File>(),
            (llm::File{.source = {.file_id = "file-1"}}));
  EXPECT_EQ(*read(R"({"type":"file","file":{"file_data":"https://a/b.pdf"}})").as<llm::File>(),
            (llm::File{.source = {.url = "https://a/b.pdf"}}));
  EXPECT_EQ(*read(R"({"type":"document_url","document_url":"https://a/b.pdf"})").as<llm::File>(),
            (llm::File{.source = {.url = "https://a/b.pdf"}}));
}

TEST(Parts, ReadsThoughtsAndRefusals) {
  EXPECT_EQ(
      *read(R"({"type":"thinking","thinking":[{"type":"text","text":"hm"}]})").as<llm::Reasoning>(),
      llm::Reasoning{.text = "hm"});
  EXPECT_EQ(*read(R"({"type":"refusal","refusal":"no"})").as<llm::Refusal>(),
            llm::Refusal{.text = "no"});
}

TEST(Parts, KeepsWhatItDoesNotKnow) {
  constexpr std::string_view kVideo = R"({"type":"video_url","video_url":{"url":"u"}})";
  EXPECT_EQ(*read(kVideo).as<llm::Opaque>(),
            (llm::Opaque{.dialect = llm::Dialect::openai_chat, .json = std::string{kVideo}}));
}

TEST(Parts, NamesWhatIsWrong) {
  EXPECT_EQ(try_read(R"({"type":"file","file":{}})").error().field, "p.file");
  EXPECT_EQ(try_read(R"({"type":"input_audio","input_audio":{"format":"wav"}})").error().field,
            "p.input_audio.data");
  EXPECT_EQ(try_read(R"({"type":7})").error().field, "p.type");
  EXPECT_EQ(try_read(R"({"type":"document_url"})").error().field, "p.document_url");
}

}  // namespace
}  // namespace quorum::openai_chat
