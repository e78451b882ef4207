#include "dialects/cohere/catalog.hpp"

#include <gtest/gtest.h>

namespace quorum::cohere {
namespace {

const std::vector<llm::ModelInfo> kModels{
    {.id = "a",
     .provider = "x",
     .context_tokens = 8192,
     .capabilities = {.tools = true, .images = true}},
    {.id = "embed-1", .provider = "x"},
    {.id = "b", .provider = "x", .capabilities = {.tools = false}}};

std::string list(std::string_view size, std::string_view token, std::string_view endpoint) {
  const auto page = read_model_page(size, token, endpoint);
  EXPECT_TRUE(page);
  return write_models(kModels, *page);
}

TEST(Catalog, ModelsAreListedPageByPage) {
  constexpr std::string_view kA =
      R"({"name":"a","is_deprecated":false,"endpoints":["chat"],"finetuned":false,)"
      R"("context_length":8192,"default_endpoints":[],)"
      R"("features":["tools","tool_choice","vision"]})";
  constexpr std::string_view kEmbed =
      R"({"name":"embed-1","is_deprecated":false,"endpoints":["embed"],"finetuned":false,)"
      R"("default_endpoints":[]})";
  constexpr std::string_view kB =
      R"({"name":"b","is_deprecated":false,"endpoints":["chat"],"finetuned":false,)"
      R"("default_endpoints":[],"features":[]})";
  const auto all = [](std::initializer_list<std::string_view> models, std::string_view rest) {
    std::string out = R"({"models":[)";
    for (const auto model : models) {
      if (!out.ends_with('[')) out += ',';
      out += model;
    }
    return out + "]" + std::string{rest} + "}";
  };
  EXPECT_EQ(list("", "", ""), all({kA, kEmbed, kB}, ""));
  EXPECT_EQ(list("1.0", "", ""), all({kA}, R"(,"next_page_token":"ZW1iZWQtMQ==")"));
  EXPECT_EQ(list("2", "ZW1iZWQtMQ==", ""), all({kEmbed, kB}, ""));
  EXPECT_EQ(list("1", "", "chat"), all({kA}, R"(,"next_page_token":"Yg==")"));
  EXPECT_EQ(list("", "", "embed"), all({kEmbed}, ""));
  EXPECT_EQ(write_model(kModels[2]), kB);
}

TEST(Catalog, PagesThatCannotBeAreRefused) {
  for (const auto* size : {"0", "-1", "x", "1001", "1.5", ".0"}) {
    EXPECT_EQ(read_model_page(size, "", "").error().field, "page_size") << size;
  }
  EXPECT_EQ(read_model_page("", "*", "").error().field, "page_token");
}

}  // namespace
}  // namespace quorum::cohere
