#include "dialects/openai_chat/part_writer.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_chat {
namespace {

using Quirks = dialects::OpenAiQuirks;

/// The part as it is written, and the names of what is dropped.
std::string written(const llm::Part& part, const Quirks& quirks = {}) {
  Drops drops{quirks};
  std::string out;
  json::Writer writer{out};
  if (has_place(part, quirks, drops)) write_part(writer, part, quirks, drops);
  for (const auto& name : drops.take()) out += " -" + name;
  return out;
}

TEST(PartWriter, WritesDocumentsAsTheVendorTakesThem) {
  const llm::Part bytes{
      .content =
          llm::File{.source = {.data = "AA", .media_type = "application/pdf"}, .name = "a.pdf"}};
  EXPECT_EQ(written(bytes),
            R"({"type":"file","file":{"file_data":"data:application/pdf;base64,AA",)"
            R"("filename":"a.pdf"}})");
  EXPECT_EQ(written(bytes, {.files = Quirks::Files::document_url}),
            R"({"type":"document_url","document_url":"data:application/pdf;base64,AA",)"
            R"("document_name":"a.pdf"})");
  const llm::Part remote{.content = llm::File{.source = {.url = "https://a/b"}}};
  EXPECT_EQ(written(remote), " -messages.file.url");
  EXPECT_EQ(written(remote, {.files = Quirks::Files::any}),
            R"({"type":"file","file":{"file_data":"https://a/b"}})");
  EXPECT_EQ(written({.content = llm::File{.source = {.file_id = "file-1"}}}),
            R"({"type":"file","file":{"file_id":"file-1"}})");
  EXPECT_EQ(written({.content = llm::File{.name = "N", .text = "T", .context = "C"}}),
            R"({"type":"text","text":"N\nC\n\nT"})");
}

TEST(PartWriter, SoundIsWavOrMp3) {
  EXPECT_EQ(written({.content = llm::Audio{.source = {.data = "AA", .media_type = "audio/mpeg"}}}),
            R"({"type":"input_audio","input_audio":{"data":"AA","format":"mp3"}})");
  const llm::Part flac{.content = llm::Audio{.source = {.data = "AA", .media_type = "audio/flac"}}};
  EXPECT_EQ(written(flac), " -messages.input_audio.format");
  EXPECT_EQ(written(flac, {.takes_any_audio = true}),
            R"({"type":"input_audio","input_audio":{"data":"AA","format":"flac"}})");
  EXPECT_EQ(written({.content = llm::Audio{.source = {.url = "https://a"}}}),
            " -messages.input_audio.url");
}

TEST(PartWriter, NamesWhatTheVendorRefuses) {
  static constexpr std::array<std::string_view, 1> kNone{"messages.image"};
  const llm::Part image{.content = llm::Image{.source = {.url = "https://a"}, .detail = "low"}};
  EXPECT_EQ(written(image),
            R"({"type":"image_url","image_url":{"url":"https://a","detail":"low"}})");
  EXPECT_EQ(written(image, {.refuses = kNone}), " -messages.image");
  EXPECT_EQ(written({.content = llm::Image{.source = {.file_id = "f"}}}),
            " -messages.image.file_id");
  EXPECT_EQ(written({.content = llm::Opaque{.dialect = llm::Dialect::gemini, .json = "{}"}}),
            " -messages.content");
}

TEST(PartWriter, MarksWhatIsWorthRemembering) {
  llm::Part part = llm::text_part("x");
  part.cache = llm::CacheHint{.ttl_s = 300};
  EXPECT_EQ(written(part), R"({"type":"text","text":"x"} -messages.prompt_cache_breakpoint)");
  EXPECT_EQ(
      written(part, {.cache_marks = Quirks::CacheMarks::breakpoint}),
      R"({"type":"text","text":"x","prompt_cache_breakpoint":{"mode":"explicit","ttl":"30m"}})");
  EXPECT_EQ(written(part, {.cache_marks = Quirks::CacheMarks::cache_control}),
            R"({"type":"text","text":"x","cache_control":{"type":"ephemeral","ttl":"5m"}})");
}

}  // namespace
}  // namespace quorum::openai_chat
