#include "dialects/gemini/catalog.hpp"

#include <gtest/gtest.h>

#include "json/value.hpp"

namespace quorum::gemini {
namespace {

std::vector<llm::ModelInfo> models(std::size_t count) {
  std::vector<llm::ModelInfo> made;
  for (std::size_t i = 0; i < count; ++i)
    made.push_back({.id = "m" + std::to_string(i), .provider = "p"});
  return made;
}

TEST(Catalog, AModelTellsWhatIsKnown) {
  EXPECT_EQ(write_model({.id = "anthropic/claude",
                         .provider = "anthropic",
                         .context_tokens = 200'000,
                         .output_tokens_max = 64'000,
                         .capabilities = {.reasoning = true}}),
            R"({"name":"models/anthropic/claude","displayName":"anthropic/claude",)"
            R"("description":"Served by anthropic","inputTokenLimit":200000,)"
            R"("outputTokenLimit":64000,"supportedGenerationMethods":["generateContent",)"
            R"("streamGenerateContent","countTokens"],"thinking":true})");
  EXPECT_EQ(write_model({.id = "text-embedding-3", .provider = ""}),
            R"({"name":"models/text-embedding-3","displayName":"text-embedding-3",)"
            R"("supportedGenerationMethods":["embedContent","batchEmbedContents"]})");
}

TEST(Catalog, PagesAreReadOneAfterTheOther) {
  const auto all = models(5);
  std::vector<std::string> names;
  std::string token;
  int pages = 0;
  do {
    const auto page = read_page("2", token);
    ASSERT_TRUE(page);
    const auto text = write_models(all, *page);
    ASSERT_TRUE(text);
    const auto document = json::Document::parse(*text);
    for (const auto model : document->root()["models"]) {
      names.emplace_back(*model["name"].string());
    }
    token = document->root()["nextPageToken"].string().value_or("");
    ++pages;
  } while (!token.empty() && pages < 9);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(names, (std::vector<std::string>{"models/m0", "models/m1", "models/m2", "models/m3",
                                             "models/m4"}));
}

TEST(Catalog, ThePagesSizeHasADefaultAndALimit) {
  EXPECT_EQ(read_page("", "")->size, 50U);
  EXPECT_EQ(read_page("0", "")->size, 50U);
  EXPECT_EQ(read_page("5000", "")->size, 1000U);
  EXPECT_EQ(read_page("x", "").error().field, "pageSize");
  EXPECT_EQ(read_page("-1", "").error().field, "pageSize");
}

TEST(Catalog, OnlyItsOwnTokensAreTaken) {
  EXPECT_EQ(read_page("", "!").error().field, "pageToken");
  const auto page = read_page("", "bm9uZQ==");
  ASSERT_TRUE(page);
  EXPECT_EQ(write_models(models(2), *page).error().field, "pageToken");
}

TEST(Catalog, AnEmptyListIsOne) { EXPECT_EQ(write_models({}, {}).value(), R"({"models":[]})"); }

}  // namespace
}  // namespace quorum::gemini
