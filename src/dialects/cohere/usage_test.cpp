#include "dialects/cohere/usage.hpp"

#include <gtest/gtest.h>

namespace quorum::cohere {
namespace {

std::optional<llm::Usage> usage(std::string_view text) {
  const auto document = json::Document::parse(text);
  return read_usage(document->root());
}

TEST(Usage, WhatWasReadCountsNotWhatIsBilled) {
  EXPECT_EQ(
      usage(R"({"billed_units":{"input_tokens":44,"output_tokens":2692},
                      "tokens":{"input_tokens":1430,"output_tokens":2697,"reasoning_tokens":2463},
                      "cached_tokens":1392})"),
      (llm::Usage{.prompt = 1430, .completion = 2697, .cached_read = 1392, .reasoning = 2463}));
}

TEST(Usage, ImagesStandBesideTheText) {
  EXPECT_EQ(usage(R"({"tokens":{"input_tokens":34,"output_tokens":56,"image_tokens":259}})"),
            (llm::Usage{.prompt = 293, .completion = 56}));
}

TEST(Usage, WhatIsBilledStandsInForWhatIsMissing) {
  EXPECT_EQ(usage(R"({"billed_units":{"input_tokens":4}})"), llm::Usage{.prompt = 4});
  EXPECT_EQ(usage("{}"), std::nullopt);
  EXPECT_EQ(usage("null"), std::nullopt);
}

}  // namespace
}  // namespace quorum::cohere
