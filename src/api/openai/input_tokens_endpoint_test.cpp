#include "api/openai/input_tokens_endpoint.hpp"

#include <gtest/gtest.h>

#include "api/openai/fixture.hpp"

namespace quorum::api::openai {
namespace {

class InputTokens : public OpenAiFixture {
 protected:
  void SetUp() override { headers_.add("content-type", "application/json"); }
};

TEST_F(InputTokens, AreCountedByWhoKnows) {
  counter_.reply = {.tokens = 42};
  const auto counted = post("/v1/responses/input_tokens", R"({"model":"m","input":"Hi"})");
  EXPECT_EQ(counted.head.status, 200);
  EXPECT_EQ(counted.body, R"({"object":"response.input_tokens","input_tokens":42})");
  ASSERT_EQ(counter_.calls.size(), 1U);
  EXPECT_EQ(counter_.calls[0].model, "m");
  EXPECT_EQ(counter_.calls[0].wire.dialect, llm::Dialect::openai_responses);
}

TEST_F(InputTokens, AnEstimateSaysThatItIsOne) {
  counter_.reply = {.tokens = 7, .is_estimate = true};
  EXPECT_EQ(post("/v1/responses/input_tokens", R"({"model":"m","input":"Hi"})").body,
            R"({"object":"response.input_tokens","input_tokens":7,"is_estimate":true})");
}

TEST_F(InputTokens, WhatWasSaidBeforeCountsToo) {
  const auto made = post("/v1/responses", R"({"model":"m","input":"one"})").body;
  const auto at = made.find("resp_");
  const auto id = made.substr(at, made.find('"', at) - at);
  post("/v1/responses/input_tokens",
       R"({"model":"m","input":"two","previous_response_id":")" + id + "\"}");
  ASSERT_EQ(counter_.calls.size(), 1U);
  EXPECT_EQ(counter_.calls[0].words()->messages.size(), 3U);
}

TEST_F(InputTokens, FaultsAreNamedWhereTheyAre) {
  EXPECT_EQ(post("/v1/responses/input_tokens", R"({"model":"m"})").head.status, 400);
  counter_.failure = Error{.code = Errc::not_found, .message = "No such model."};
  EXPECT_EQ(post("/v1/responses/input_tokens", R"({"model":"x","input":"Hi"})").head.status, 404);
}

}  // namespace
}  // namespace quorum::api::openai
