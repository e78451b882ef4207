#include "dialects/gemini/seals.hpp"

#include <gtest/gtest.h>

#include "core/base64.hpp"

namespace quorum::gemini {
namespace {

using llm::Maker;
using llm::Seal;

TEST(Seals, GooglesStandAsTheyAre) {
  const Seal seal{.maker = Maker::google, .data = "CiQB+/8="};
  EXPECT_EQ(signature_of(seal), "CiQB+/8=");
  EXPECT_EQ(seal_of("CiQB+/8="), seal);
}

TEST(Seals, OthersComeBackThroughAFieldOfBase64) {
  for (const Seal& seal :
       {Seal{.maker = Maker::anthropic, .data = "EqQ="},
        Seal{.maker = Maker::openai, .form = Seal::Form::encrypted, .data = "gAAA", .id = "rs_1"},
        Seal{.maker = Maker::xai, .form = Seal::Form::encrypted, .data = "."}}) {
    const auto signature = signature_of(seal);
    EXPECT_TRUE(base64::decode(signature)) << signature;
    EXPECT_EQ(seal_of(signature), seal);
  }
}

// Python's client writes bytes in the alphabet for addresses.
TEST(Seals, OthersComeBackInTheOtherAlphabet) {
  const Seal seal{.maker = Maker::anthropic, .data = "~~~>>>~~~>"};
  auto signature = signature_of(seal);
  for (char& c : signature) c = c == '+' ? '-' : c == '/' ? '_' : c;
  EXPECT_EQ(seal_of(signature), seal);
}

TEST(Seals, WhatOnlyBeginsLikeOursIsGoogles) {
  EXPECT_EQ(seal_of("cXVvcnVtL!").maker, Maker::google);
}

}  // namespace
}  // namespace quorum::gemini
