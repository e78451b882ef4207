#include "providers/rows_own.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace quorum::providers {
namespace {

const Vendor* row(std::string_view name) {
  const auto found = std::ranges::find(rows_own(), name, &Vendor::name);
  return found == rows_own().end() ? nullptr : &*found;
}

TEST(RowsOwn, EachIsShownItsKeyAsItsOwnSdkDoes) {
  EXPECT_EQ(row("openai")->auth, Auth::bearer);
  EXPECT_EQ(row("anthropic")->auth, Auth::x_api_key);
  EXPECT_EQ(row("gemini")->auth, Auth::x_goog_api_key);
  EXPECT_EQ(row("azure")->auth, Auth::api_key);
  EXPECT_EQ(row("vertex")->auth, Auth::google);
  EXPECT_EQ(row("bedrock")->auth, Auth::aws);
}

TEST(RowsOwn, EachIsBestAskedInItsOwnDialect) {
  EXPECT_EQ(row("anthropic")->offers[0].dialect, llm::Dialect::anthropic);
  EXPECT_EQ(row("gemini")->offers[0].dialect, llm::Dialect::gemini);
  EXPECT_EQ(row("cohere")->offers[0].dialect, llm::Dialect::cohere);
  EXPECT_EQ(row("ollama")->offers[0].dialect, llm::Dialect::ollama_chat);
  EXPECT_EQ(row("bedrock")->offers[0].dialect, llm::Dialect::bedrock);
}

}  // namespace
}  // namespace quorum::providers
