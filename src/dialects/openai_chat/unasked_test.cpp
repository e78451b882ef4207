#include "dialects/openai_chat/unasked.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace quorum::openai_chat {
namespace {

std::string passed(std::string_view event) {
  std::string out = "|";
  append_without_null_usage(event, out);
  return out.substr(1);
}

TEST(Unasked, AnEmptyUsageGoesWithItsComma) {
  EXPECT_EQ(passed("data: {\"id\":\"c\",\"usage\":null,\"x\":1}\n\n"),
            "data: {\"id\":\"c\",\"x\":1}\n\n");
  EXPECT_EQ(passed("data: {\"id\": \"c\", \"usage\": null}\n\n"), "data: {\"id\": \"c\"}\n\n");
  EXPECT_EQ(passed("data: {\"usage\":null, \"id\":\"c\"}\n\n"), "data: {\"id\":\"c\"}\n\n");
  EXPECT_EQ(passed("data: {\"usage\" : null}\n\n"), "data: {}\n\n");
}

TEST(Unasked, WhatSaysSomethingStays) {
  for (const std::string_view event :
       {R"(data: {"usage":{"prompt_tokens":1}})", R"(data: {"usage":7})", "data: [DONE]", "",
        R"(data: {"delta":{"content":"\"usage\":null, so"}})", R"(data: {"content":"usage"})",
        R"(data: {"usage":)", R"(data: {"usage")", R"(data: {"usage":nul)"}) {
    EXPECT_EQ(passed(event), event);
  }
}

}  // namespace
}  // namespace quorum::openai_chat
