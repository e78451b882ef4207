#include "dialects/gemini/target.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

constexpr dialects::Quirks kNoQuirks;

std::string spliced(std::string_view body) {
  const auto out = target().splice(body, {.model = "gemini-3-flash", .quirks = kNoQuirks});
  EXPECT_TRUE(out);
  return out ? out->body : "";
}

TEST(Target, AClientsBytesStayAsTheyAre) {
  constexpr std::string_view kBody = "{ \"contents\" : [ {\"parts\":[]} ],\n\"new\":1e2 }";
  EXPECT_EQ(spliced(kBody), kBody);
}

TEST(Target, AModelInTheBodyBecomesTheAddresss) {
  EXPECT_EQ(spliced(R"({"model": "models/alias", "contents":[]})"),
            R"({"model": "models/gemini-3-flash", "contents":[]})");
  EXPECT_EQ(spliced(R"({"model":"alias"})"), R"({"model":"gemini-3-flash"})");
  EXPECT_EQ(spliced(R"({"generateContentRequest":{"model":"models/alias","contents":[]}})"),
            R"({"generateContentRequest":{"model":"models/gemini-3-flash","contents":[]}})");
  EXPECT_EQ(spliced(R"({"model":null})"), R"({"model":null})");
}

TEST(Target, WhatIsNoObjectIsRefused) {
  EXPECT_FALSE(target().splice("[]", {.model = "m", .quirks = kNoQuirks}));
}

TEST(Target, WritesAndReads) {
  const llm::Chat chat{.messages = {llm::message(llm::Role::user, "hi")}};
  const auto out = target().write(chat, {.model = "m", .quirks = kNoQuirks});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->body, R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}]})");
  const auto reply =
      target().read_reply("gemini", R"({"candidates":[{"content":{"parts":[{"text":"a"}]}}]})");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->front().text, "a");
  EXPECT_EQ(target().dialect(), llm::Dialect::gemini);
  EXPECT_EQ(target().framing(), dialects::Framing::sse);
  EXPECT_NE(target().stream_reader("gemini"), nullptr);
}

}  // namespace
}  // namespace quorum::gemini
