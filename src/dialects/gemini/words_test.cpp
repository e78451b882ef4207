#include "dialects/gemini/words.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

using llm::Finish;

std::optional<Finish> finish(std::string_view value) {
  return read_finish(json::Document::parse(value)->root());
}

TEST(Words, EveryReasonToFinishIsKnown) {
  EXPECT_EQ(finish(R"("STOP")"), Finish::stop);
  EXPECT_EQ(finish(R"("MAX_TOKENS")"), Finish::length);
  EXPECT_EQ(finish(R"("CONTINUATION")"), Finish::length);
  for (const auto* word : {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII",
                           "IMAGE_SAFETY", "MODEL_ARMOR"}) {
    EXPECT_EQ(finish('"' + std::string{word} + '"'), Finish::content_filter) << word;
  }
  for (const auto* word : {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS",
                           "MALFORMED_RESPONSE"}) {
    EXPECT_EQ(finish('"' + std::string{word} + '"'), Finish::error) << word;
  }
  for (const auto* word : {"LANGUAGE", "OTHER", "NO_IMAGE", "INVENTED_TOMORROW"}) {
    EXPECT_EQ(finish('"' + std::string{word} + '"'), Finish::stop) << word;
  }
}

TEST(Words, ReasonsMayBeNumbers) {
  EXPECT_EQ(finish("1"), Finish::stop);
  EXPECT_EQ(finish("2"), Finish::length);
  EXPECT_EQ(finish("3"), Finish::content_filter);
  EXPECT_EQ(finish("10"), Finish::error);
  EXPECT_EQ(finish("99"), Finish::stop);
}

TEST(Words, NoReasonIsNoFinish) {
  EXPECT_EQ(finish("null"), std::nullopt);
  EXPECT_EQ(finish("0"), std::nullopt);
  EXPECT_EQ(finish(R"("FINISH_REASON_UNSPECIFIED")"), std::nullopt);
  EXPECT_EQ(read_finish({}), std::nullopt);
}

TEST(Words, WhatWeSayIsReadAsWhatWeMeant) {
  for (const auto one : {Finish::stop, Finish::length, Finish::content_filter, Finish::error}) {
    EXPECT_EQ(finish('"' + std::string{finish_word(one)} + '"'), one);
  }
  EXPECT_EQ(finish_word(Finish::tool_calls), "STOP");
}

TEST(Words, TheUsualTierHasTwoNames) {
  EXPECT_EQ(read_tier("STANDARD"), "default");
  EXPECT_EQ(read_tier("unspecified"), "");
  EXPECT_EQ(read_tier("flex"), "flex");
  EXPECT_EQ(tier_word("default"), "standard");
  EXPECT_EQ(tier_word("priority"), "priority");
}

}  // namespace
}  // namespace quorum::gemini
