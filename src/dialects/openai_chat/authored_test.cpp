#include "dialects/openai_chat/authored.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_chat {
namespace {

TEST(Authored, OnlyOpenAisOwnWordsAreUsed) {
  EXPECT_EQ(finish_word({}, llm::Finish::error), "stop");
  EXPECT_EQ(finish_word({}, llm::Finish::content_filter), "content_filter");
  EXPECT_EQ(finish_word({}, llm::Finish::tool_calls), "tool_calls");
  EXPECT_EQ(finish_word({.has_old_calls = true}, llm::Finish::tool_calls), "function_call");
  EXPECT_EQ(finish_word({.has_old_calls = true}, llm::Finish::stop), "stop");
  EXPECT_EQ(tier_word("standard"), "default");
  EXPECT_EQ(tier_word("priority"), "priority");
  EXPECT_EQ(tier_word("batch"), "");
}

TEST(Authored, ACallWithoutAnIdGetsOneOfItsOwn) {
  const dialects::ReplyHead head{.id = "chat-1"};
  EXPECT_EQ(call_id(head, {.index = 2, .id = "a"}, 0), "a");
  EXPECT_EQ(call_id(head, {.index = 2}, 0), "call_chat1_2");
  EXPECT_EQ(call_id(head, {.index = 2}, 1), "call_chat1_1_2");
}

TEST(Authored, WhatOtherDialectsSayAloneIsLeftOut) {
  std::string out;
  json::Writer writer{out};
  writer.object();
  write_opaque(writer, {{.dialect = llm::Dialect::anthropic, .json = R"({"a":1})"},
                        {.dialect = llm::Dialect::openai_chat, .json = R"({"audio":{"id":"x"}})"}});
  writer.end();
  EXPECT_EQ(out, R"({"audio":{"id":"x"}})");
}

}  // namespace
}  // namespace quorum::openai_chat
