#include "dialects/openai_responses/head.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_responses {
namespace {

TEST(Head, NamesTheModelAndTheDelivery) {
  const auto head = scan_head(R"({"input":"hi","model":"m","stream":true})");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->model, "m");
  EXPECT_TRUE(head->is_stream);
  EXPECT_TRUE(head->include_usage);
  EXPECT_FALSE(scan_head(R"({"model":"m","stream":null})")->is_stream);
}

TEST(Head, WhatCannotBeRoutedIsRefusedByItsName) {
  EXPECT_EQ(scan_head(R"({"input":"hi"})").error().field, "model");
  EXPECT_EQ(scan_head(R"({"model":"m","stream":"yes"})").error().field, "stream");
  EXPECT_EQ(scan_head("[]").error().code, Errc::invalid_request);
}

TEST(Keeping, IsOnUnlessTheClientSaysOtherwise) {
  const auto silent = scan_keeping(R"({"model":"m"})");
  ASSERT_TRUE(silent);
  EXPECT_TRUE(silent->stores);
  EXPECT_FALSE(silent->is_background);
  EXPECT_EQ(silent->previous_id, "");
  const auto told = scan_keeping(
      R"({"store":false,"background":true,"previous_response_id":"resp_1","conversation":"c"})");
  ASSERT_TRUE(told);
  EXPECT_FALSE(told->stores);
  EXPECT_TRUE(told->is_background);
  EXPECT_EQ(told->previous_id, "resp_1");
  EXPECT_EQ(told->conversation, R"("c")");
}

TEST(Keeping, MembersOfTheWrongKindAreNamed) {
  EXPECT_EQ(scan_keeping(R"({"store":"no"})").error().field, "store");
  EXPECT_EQ(scan_keeping(R"({"background":1})").error().field, "background");
  EXPECT_EQ(scan_keeping(R"({"previous_response_id":7})").error().field, "previous_response_id");
}

}  // namespace
}  // namespace quorum::openai_responses
