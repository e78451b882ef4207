#include "dialects/anthropic/signature.hpp"

#include <gtest/gtest.h>

namespace quorum::anthropic {
namespace {

TEST(Signature, AnthropicsOwnIsUnchanged) {
  const Signature own{.seal = {.maker = llm::Maker::anthropic, .data = "EqQB/+=="}};
  EXPECT_EQ(written_signature(own), "EqQB/+==");
  EXPECT_EQ(read_signature("EqQB/+=="), own);
}

TEST(Signature, AnothersComesBackToWhereItWas) {
  for (const auto of : {SealOf::thought, SealOf::text, SealOf::call}) {
    const Signature google{.seal = {.maker = llm::Maker::google, .data = "abc.d="}, .of = of};
    EXPECT_EQ(read_signature(written_signature(google)), google);
    const Signature openai{.seal = {.maker = llm::Maker::openai,
                                    .form = llm::Seal::Form::encrypted,
                                    .data = "gAAA",
                                    .id = "rs_1"},
                           .of = of};
    EXPECT_EQ(read_signature(written_signature(openai)), openai);
  }
}

TEST(Signature, WhatIsToldOnlySealedComesBackToo) {
  const llm::Seal own{
      .maker = llm::Maker::anthropic, .form = llm::Seal::Form::encrypted, .data = "Eo8B"};
  EXPECT_EQ(written_hidden(own), "Eo8B");
  EXPECT_EQ(hidden_seal("Eo8B"), own);
  const llm::Seal openai{.maker = llm::Maker::openai,
                         .form = llm::Seal::Form::encrypted,
                         .data = "gAAA",
                         .id = "rs_1"};
  EXPECT_EQ(hidden_seal(written_hidden(openai)), openai);
}

}  // namespace
}  // namespace quorum::anthropic
