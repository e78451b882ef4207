#include "dialects/openai_chat/trim.hpp"

#include <gtest/gtest.h>

#include <array>

#include "dialects/openai_chat/target.hpp"

namespace quorum::openai_chat {
namespace {

using Names = std::vector<std::string>;

constexpr std::array<std::string_view, 5> kRefuses{"logprobs", "logit_bias", "n", "messages.name",
                                                   "messages.image"};

dialects::OpenAiQuirks refusing() { return {.refuses = kRefuses}; }

Trimmed trimmed(std::string_view body, const dialects::OpenAiQuirks& quirks = refusing()) {
  auto result = trim(body, quirks);
  EXPECT_TRUE(result);
  return result ? *result : Trimmed{};
}

TEST(Trim, WhatIsRefusedIsTakenOutAndNamed) {
  const auto result =
      trimmed(R"({"model":"m", "logit_bias" : {"1":5},"temperature":0.50,"n":2,"logprobs":true,)"
              R"("top_logprobs":3,"messages":[]})");
  EXPECT_EQ(result.body, R"({"model":"m","temperature":0.50,"messages":[]})");
  EXPECT_EQ(result.dropped, (Names{"logit_bias", "n", "logprobs", "top_logprobs"}));
}

TEST(Trim, WhatAsksForNothingIsTakenOutWithoutAWord) {
  const auto result = trimmed(R"({"n":1,"logprobs":false,"logit_bias":null,"seed":1})");
  EXPECT_EQ(result.body, R"({"seed":1})");
  EXPECT_EQ(result.dropped, Names{});
}

TEST(Trim, ABodyInWhichNothingIsAmissKeepsItsBytes) {
  constexpr std::string_view kBody =
      R"( {"model" : "m","messages":[ {"role":"user","content":[{"type":"text",)"
      R"("text":"x"}]}],"y":1} )";
  EXPECT_EQ(trimmed(kBody).body, kBody);
  EXPECT_EQ(trimmed(R"({"messages":7})").body, R"({"messages":7})");
  EXPECT_EQ(trimmed(R"({"messages":[7,null]})").body, R"({"messages":[7,null]})");
}

TEST(Trim, MessagesLoseWhatTheyMayNotHave) {
  const auto result =
      trimmed(R"({"messages":[{"role":"user","name":"bob","content":[{"type":"text","text":"a"},)"
              R"({"type":"image_url","image_url":{"url":"x"}}],"extra":1.0},)"
              R"({"role":"user","content":[{"type":"image_url"}]},)"
              R"({"role":"tool","name":"f","tool_call_id":"1","content":"7"}],"z":true})");
  EXPECT_EQ(result.body,
            R"({"messages":[{"role":"user","content":[{"type":"text","text":"a"}],"extra":1.0},)"
            R"({"role":"user","content":""},)"
            R"({"role":"tool","tool_call_id":"1","content":"7"}],"z":true})");
  EXPECT_EQ(result.dropped, (Names{"messages.name", "messages.image"}));
}

TEST(Trim, OtherNamesAreSaid) {
  const dialects::OpenAiQuirks quirks{.takes_stream_options = false, .seed_name = "random_seed"};
  const auto result = trimmed(R"({"seed":7,"max_completion_tokens":5,"messages":[)"
                              R"({"role":"developer","content":"x"}],)"
                              R"("stream_options":{"include_usage":true}})",
                              quirks);
  EXPECT_EQ(result.body, R"({"random_seed":7,"max_tokens":5,)"
                         R"("messages":[{"role":"system","content":"x"}]})");
  EXPECT_EQ(result.dropped, Names{});
  const auto both = trimmed(R"({"max_completion_tokens":5,"max_tokens":6})", quirks);
  EXPECT_EQ(both.body, R"({"max_completion_tokens":5,"max_tokens":6})");
}

TEST(Trim, EscapedNamesMeanTheSame) {
  const auto result = trimmed(R"({"logit\u005fbias":{"1":1},"m\u006fdel":"m","q\"":1})");
  EXPECT_EQ(result.body, R"({"model":"m","q\"":1})");
  EXPECT_EQ(result.dropped, Names{"logit_bias"});
}

TEST(Trim, WhatIsNoObjectIsRefused) {
  EXPECT_FALSE(trim("[]", refusing()));
  EXPECT_FALSE(trim("{", refusing()));
}

TEST(Trim, ASpliceTrimsForThoseWhoRefuseAndForNobodyElse) {
  constexpr std::string_view kBody =
      R"({"model":"m","logit_bias":{"1":5},"messages":[{"role":"user","content":"x"}]})";
  const dialects::Quirks quirks{.openai = refusing()};
  const auto spliced = target().splice(kBody, {.model = "m", .quirks = quirks});
  ASSERT_TRUE(spliced);
  EXPECT_EQ(spliced->body, R"({"model":"m","messages":[{"role":"user","content":"x"}]})");
  EXPECT_EQ(spliced->dropped, Names{"logit_bias"});
  const dialects::Quirks plain;
  EXPECT_EQ(target().splice(kBody, {.model = "m", .quirks = plain})->body, kBody);
}

}  // namespace
}  // namespace quorum::openai_chat
