#include "dialects/openai_responses/sealing.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_responses {
namespace {

TEST(Sealing, OpenAiOwnContentTravelsAsItIs) {
  const llm::Seal own{.maker = llm::Maker::openai,
                      .form = llm::Seal::Form::encrypted,
                      .data = "gAAAA",
                      .id = "rs_1"};
  EXPECT_EQ(sealed_text(own), "gAAAA");
  EXPECT_EQ(read_sealed("gAAAA", "rs_1"), own);
}

TEST(Sealing, SealsOfOthersTravelWithTheirOrigin) {
  for (const auto form : {llm::Seal::Form::signature, llm::Seal::Form::encrypted}) {
    const llm::Seal foreign{
        .maker = llm::Maker::anthropic, .form = form, .data = "Eq.8=", .id = "x"};
    EXPECT_EQ(read_sealed(sealed_text(foreign), "rs_ours"), foreign);
  }
}

TEST(Sealing, ACallsIdIsMadeFitToStandBetweenDots) {
  EXPECT_EQ(call_seal_id("functions.get:0"), "call:functions_get:0");
}

TEST(Sealing, WhatOthersSealedStaysBehind) {
  constexpr std::string_view kBefore =
      R"({"model":"m", "input":[{"role":"user","content":"\"quorum."},)"
      R"({"type":"reasoning","summary":[],"encrypted_content":"quorum.google.s.x.y"},)"
      R"({"type":"reasoning","id":"rs","summary":[],"encrypted_content":"gAAA"}] })";
  EXPECT_EQ(*without_carried(kBefore),
            R"({"model":"m", "input":[{"role":"user","content":"\"quorum."},)"
            R"({"type":"reasoning","id":"rs","summary":[],"encrypted_content":"gAAA"}] })");
  constexpr std::string_view kNone = R"({ "model":"m","input":"\"quorum." , "x":"quorum."})";
  EXPECT_EQ(*without_carried(kNone), kNone);
}

}  // namespace
}  // namespace quorum::openai_responses
