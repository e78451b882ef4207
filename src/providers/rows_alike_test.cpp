#include "providers/rows_alike.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace quorum::providers {
namespace {

const Vendor* row(std::string_view name) {
  const auto found = std::ranges::find(rows_alike(), name, &Vendor::name);
  return found == rows_alike().end() ? nullptr : &*found;
}

TEST(RowsAlike, EachIsBestAskedAsOpenAiIs) {
  for (const auto& vendor : rows_alike()) {
    EXPECT_EQ(vendor.offers[0].dialect, llm::Dialect::openai_chat) << vendor.name;
    EXPECT_TRUE(vendor.offers[0].path.ends_with("/chat/completions")) << vendor.name;
  }
}

TEST(RowsAlike, ServersOfOnesOwnNeedNoKey) {
  for (const auto* name : {"vllm", "lmstudio", "llamacpp", "openai_compatible", "litellm"}) {
    EXPECT_EQ(row(name)->key_need, KeyNeed::optional) << name;
  }
  EXPECT_EQ(row("groq")->key_need, KeyNeed::needed);
}

}  // namespace
}  // namespace quorum::providers
