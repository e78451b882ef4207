#include "dialects/bedrock/media.hpp"

#include <gtest/gtest.h>

namespace quorum::bedrock {
namespace {

template <typename Content>
std::string written(bool (*write)(json::Writer&, const Content&), const Content& content) {
  std::string out;
  json::Writer writer{out};
  return write(writer, content) ? out : "no";
}

TEST(Media, AnImageIsItsBytesAndItsFormat) {
  EXPECT_EQ(written(write_image, {.source = {.data = "AAAA", .media_type = "image/jpg"}}),
            R"({"image":{"format":"jpeg","source":{"bytes":"AAAA"}}})");
  EXPECT_EQ(written(write_image, {.source = {.url = "s3://b/k", .media_type = "image/png"}}),
            R"({"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/k"}}}})");
  EXPECT_EQ(written(write_image, {.source = {.url = "https://a/b", .media_type = "image/png"}}),
            "no");
  EXPECT_EQ(written(write_image, {.source = {.data = "AAAA", .media_type = "image/tiff"}}), "no");
  EXPECT_EQ(image_of("png", "AAAA"),
            (llm::Image{.source = {.data = "AAAA", .media_type = "image/png"}}));
}

TEST(Media, SoundsHaveTheirFormats) {
  EXPECT_EQ(written(write_audio, {.source = {.data = "AAAA", .media_type = "audio/wav"}}),
            R"({"audio":{"format":"wav","source":{"bytes":"AAAA"}}})");
  EXPECT_EQ(written(write_audio, {.source = {.data = "AAAA"}}), "no");
}

TEST(Media, ADocumentIsNamedAndMayBeText) {
  EXPECT_EQ(written(write_document, {.source = {.data = "AAAA", .media_type = "application/pdf"},
                                     .name = "My_report, 2026.pdf",
                                     .context = "c",
                                     .wants_citations = true}),
            R"({"document":{"format":"pdf","name":"My report 2026","source":{"bytes":"AAAA"},)"
            R"("context":"c","citations":{"enabled":true}}})");
  EXPECT_EQ(written(write_document, {.text = "words"}),
            R"({"document":{"format":"txt","name":"document","source":{"bytes":"d29yZHM="}}})");
  EXPECT_EQ(written(write_document, {.source = {.data = "AAAA"}, .name = "a.docx"}),
            R"({"document":{"format":"docx","name":"a","source":{"bytes":"AAAA"}}})");
  EXPECT_EQ(written(write_document, {.source = {.data = "AAAA"}, .name = "a.exe"}), "no");
  EXPECT_EQ(written(write_document, {.source = {.file_id = "f"}, .name = "a.pdf"}), "no");
}

TEST(Media, NamesKeepWhatAmazonTakes) {
  EXPECT_EQ(document_name(""), "document");
  EXPECT_EQ(document_name(".pdf"), "document");
  EXPECT_EQ(document_name("a  b__c (1) [x]-y.pdf"), "a b c (1) [x]-y");
  EXPECT_EQ(document_name("Äb"), "b");
  EXPECT_EQ(document_name(std::string(300, 'x')).size(), 200U);
}

}  // namespace
}  // namespace quorum::bedrock
