#include "dialects/anthropic/catalog.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "json/value.hpp"

namespace quorum::anthropic {
namespace {

std::vector<llm::ModelInfo> models(std::size_t count) {
  std::vector<llm::ModelInfo> list;
  for (std::size_t i = 0; i < count; ++i) {
    list.push_back({.id = "m" + std::to_string(i), .provider = "p"});
  }
  return list;
}

/// `m1 m2 more` of a page.
std::string shown(const ModelPage& page, std::size_t count = 5) {
  const auto list = models(count);
  const auto written = write_models(list, page);
  if (!written) return written.error().message;
  const auto document = json::Document::parse(*written);
  const auto root = document->root();
  std::string out;
  for (const auto model : root["data"]) out += std::string{*model["id"].string()} + " ";
  EXPECT_EQ(root["first_id"].string(), root["data"][0]["id"].string());
  EXPECT_EQ(root["last_id"].string(), root["data"][root["data"].size() - 1]["id"].string());
  return out + (root["has_more"].boolean() == true ? "more" : "end");
}

TEST(Catalog, AModelIsShownAsAnthropicShowsIt) {
  EXPECT_EQ(write_model({.id = "local/m",
                         .provider = "local",
                         .context_tokens = 8192,
                         .capabilities = {.images = false, .reasoning = true},
                         .created_ms = 1'700'000'000'000}),
            R"({"type":"model","id":"local/m","display_name":"local/m",)"
            R"("created_at":"2023-11-14T22:13:20.000Z","max_input_tokens":8192,"max_tokens":null,)"
            R"("capabilities":{"image_input":{"supported":false},"thinking":{"supported":true}},)"
            R"("lifecycle":"active"})");
  EXPECT_NE(write_model({.id = "m", .provider = "p"}).find(R"("capabilities":null)"),
            std::string::npos);
}

TEST(Catalog, PagesGoBothWays) {
  EXPECT_EQ(shown({}), "m0 m1 m2 m3 m4 end");
  EXPECT_EQ(shown({}, 21).substr(0, 3), "m0 ");
  EXPECT_TRUE(shown({}, 21).ends_with("m19 more"));
  EXPECT_EQ(shown({.limit = 2}), "m0 m1 more");
  EXPECT_EQ(shown({.limit = 2, .after_id = "m1"}), "m2 m3 more");
  EXPECT_EQ(shown({.limit = 2, .after_id = "m2"}), "m3 m4 end");
  EXPECT_EQ(shown({.limit = 2, .before_id = "m4"}), "m2 m3 more");
  EXPECT_EQ(shown({.limit = 9, .before_id = "m2"}), "m0 m1 end");
  EXPECT_EQ(shown({.after_id = "m4"}), "end");
  EXPECT_EQ(shown({}, 0), "end");
  EXPECT_EQ(shown({.after_id = "x"}), "`after_id` must be the id of a listed model.");
}

TEST(Catalog, APageIsReadFromTheQuery) {
  EXPECT_EQ(read_model_page("", "", "")->limit, 20U);
  const auto page = read_model_page("3", "a", "");
  EXPECT_EQ(page->limit, 3U);
  EXPECT_EQ(page->after_id, "a");
  for (const auto* limit : {"0", "1001", "-1", "x", "1.5", "99999999999999999999999"}) {
    EXPECT_EQ(read_model_page(limit, "", "").error().field, "limit") << limit;
  }
  EXPECT_EQ(read_model_page("", "a", "b").error().field, "before_id");
}

TEST(Catalog, CountsAreWrittenAndRead) {
  EXPECT_EQ(write_count({.tokens = 403}), R"({"input_tokens":403})");
  EXPECT_EQ(read_count("acme", R"({"input_tokens":403})")->tokens, 403);
  EXPECT_EQ(read_count("acme", R"({"input_tokens":-1})").error().code, Errc::upstream_failed);
  EXPECT_EQ(read_count("acme", "{").error().code, Errc::upstream_failed);
  EXPECT_EQ(
      read_count("acme", R"({"type":"error","error":{"type":"overloaded_error"}})").error().code,
      Errc::unavailable);
}

}  // namespace
}  // namespace quorum::anthropic
