#include "dialects/openai_chat/glance.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

#include "dialects/openai_chat/head.hpp"
#include "dialects/openai_chat/request.hpp"

namespace quorum::openai_chat {
namespace {

using dialects::Delivery;

/// A request of a hello and `members`.
std::string with(std::string_view members) {
  std::string body = R"({"model":"gpt-4","messages":[{"role":"user","content":"hi"}])";
  if (!members.empty()) body.append(",").append(members);
  return body + "}";
}

std::string with_messages(std::string_view messages) {
  return R"({"model":"gpt-4","messages":)" + std::string{messages} + "}";
}

TEST(Glance, TellsTheHead) {
  const auto head =
      glance(R"({ "model" : "gpt-4","stream":true,"stream_options":{"include_usage":true,"x":[1]},
                  "messages":[{"role":"user","content":"model"}]})");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->model, "gpt-4");
  EXPECT_TRUE(head->is_stream);
  EXPECT_TRUE(head->include_usage);
  EXPECT_TRUE(head->glance.is_sound);
  EXPECT_TRUE(head->glance.wants_usage);
  EXPECT_TRUE(head->glance.has_options);
  EXPECT_EQ(head->glance.model.at, 12U);
  EXPECT_EQ(head->glance.model.size, 7U);
  EXPECT_FALSE(glance(with(""))->is_stream);
  EXPECT_FALSE(glance(with(R"("stream":null)"))->is_stream);
}

TEST(Glance, TellsWhoKnowsOnlyTheOldFormOfCalls) {
  constexpr std::string_view kOld = R"("functions":[{"name":"f"}])";
  constexpr std::string_view kNew = R"("tools":[{"type":"function","function":{"name":"f"}}])";
  EXPECT_TRUE(glance(with(kOld))->has_old_calls);
  EXPECT_FALSE(glance(with(kNew))->has_old_calls);
  EXPECT_FALSE(glance(with(std::string{kOld}.append(",").append(kNew)))->has_old_calls);
  EXPECT_FALSE(glance(with(R"("functions":null)"))->has_old_calls);
}

TEST(Glance, TellsWhatModelsMayNotTake) {
  const auto plain = glance(with(""))->glance;
  EXPECT_FALSE(plain.may_hold_images || plain.may_hold_tools || plain.may_ask_for_schema);
  EXPECT_TRUE(glance(with(R"("tools":[{"type":"function","function":{"name":"f"}}])"))
                  ->glance.may_hold_tools);
  EXPECT_TRUE(glance(with(R"("response_format":{"type":"text"})"))->glance.may_ask_for_schema);
}

TEST(Glance, IsEnoughForTheUsualRequests) {
  for (const auto& body :
       {with(R"("temperature":0.5,"top_p":1,"max_tokens":100,"n":1,"user":"u","seed":-3)"),
        with(R"("stop":"x","logprobs":true,"top_logprobs":2,"metadata":{"a":"b"},"store":false)"),
        with(R"("stop":["a","b"],"presence_penalty":-2,"logit_bias":{"5":-1},"temperature":null)"),
        with(R"("tools":[{"type":"function","function":{"name":"f","parameters":{}}}],
                "tool_choice":"auto","parallel_tool_calls":true)"),
        with(R"("reasoning_effort":"high","what_is_new":[{"x":1}])"),
        with_messages(R"([{"role":"system","content":[{"type":"text","text":"a"},{"text":"b",
          "type":"text","cache_control":{"type":"ephemeral"}}]},{"role":"user","content":"\u00e9"},
          {"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"c",
          "type":"function",
          "function":{"name":"f","arguments":"{}"}}]},
          {"role":"tool","tool_call_id":"c","content":"ok"},
          {"role":"assistant","content":"yes"}])")}) {
    EXPECT_TRUE(glance(body)) << body;
  }
}

TEST(Glance, LeavesToOthersWhatIsWrong) {
  for (const auto& body :
       {std::string("{"),
        std::string("[]"),
        std::string(R"({"model":"m"})"),
        with("\"n\":0"),
        with(R"("temperature":2.5)"),
        with(R"("temperature":1e999)"),
        with(R"("max_tokens":0)"),
        with(R"("max_tokens":"1")"),
        with(R"("user":7)"),
        with(R"("stop":[1])"),
        with(R"("stop":["","","","","","","","","","","","","","","","",""])"),
        with(R"("logprobs":1)"),
        with(R"("metadata":[])"),
        with(R"("stream":"yes")"),
        with(R"("stream_options":[])"),
        with(R"("tools":{})"),
        with(R"("seed":"a")"),
        with(R"("response_format":"json")"),
        with("\"x\":1") + "x",
        with_messages("[]"),
        with_messages("null"),
        with_messages(R"([{"role":"user"}])"),
        with_messages(R"([{"role":"robot","content":"x"}])"),
        with_messages(R"([7])"),
        with_messages(R"([{"role":"user","content":null}])"),
        with_messages(R"([{"role":"tool","content":"x"}])"),
        with_messages(R"([{"role":"tool","content":"x","tool_call_id":""}])"),
        with_messages(R"([{"role":"user","content":[{"type":"text"}]}])"),
        with_messages(R"([{"role":"user","content":"x","name":7}])"),
        with_messages(R"([{"role":"assistant","tool_calls":[{"id":"c"}]}])"),
        with_messages("[{\"role\":\"user\",\"content\":\"\xff\"}]"),
        std::string(R"({"model":"","messages":[{"role":"user","content":"x"}]})")}) {
    EXPECT_FALSE(glance(body)) << body;
    EXPECT_FALSE(scan_head(body) && check_request(body)) << body;
  }
}

TEST(Glance, LeavesToOthersWhatIsRare) {
  for (const auto& body :
       {with(R"("model":"b")"), with(R"("mod\u0065l":"b")"),
        with_messages(R"([{"role":"us\u0065r","content":"x"}])"),
        with_messages(R"([{"role":"user","content":[{"type":"image_url","image_url":"x"}]}])"),
        with_messages(R"([{"role":"user","content":"x","content":"y"}])"),
        with_messages(R"([{"role":"assistant","reasoning_content":"x"}])")}) {
    EXPECT_FALSE(glance(body)) << body;
    EXPECT_TRUE(scan_head(body) && check_request(body)) << body;
  }
}

/// Whatever the glance takes, the closer look takes, and understands in the same way.
void expect_agreement(const std::string& body) {
  const auto quick = glance(body);
  if (!quick) return;
  const auto slow = scan_head(body);
  ASSERT_TRUE(slow) << body;
  ASSERT_TRUE(check_request(body)) << body;
  ASSERT_EQ(quick->model, slow->model) << body;
  ASSERT_EQ(quick->is_stream, slow->is_stream) << body;
  ASSERT_EQ(quick->include_usage, slow->include_usage) << body;
  const auto chat = read_request(body);
  ASSERT_TRUE(chat->tools.empty() || quick->glance.may_hold_tools) << body;
  ASSERT_TRUE(!chat->format || quick->glance.may_ask_for_schema) << body;
  const auto delivery = quick->is_stream ? Delivery::streamed : Delivery::whole;
  for (const auto metering : {Metering::as_asked, Metering::forced}) {
    for (const std::string_view model : {"gpt-4", "a \"name\""}) {
      const auto spliced = splice(body, quick->glance, model, metering, delivery);
      if (!spliced) continue;
      const auto wanted = splice(body, model, metering);
      ASSERT_EQ(spliced->body, wanted->body);
      ASSERT_EQ(spliced->is_usage_forced, wanted->is_usage_forced) << body;
    }
  }
}

TEST(Glance, NeverTakesMoreThanTheCloserLook) {
  const std::string sound =
      R"({"model":"gpt-4","messages":[{"role":"system","content":[{"type":"text","text":"a"}]},)"
      R"({"role":"user","content":"hi","name":"n"},)"
      R"({"role":"assistant","content":null,"tool_calls":)"
      R"([{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},)"
      R"({"role":"tool","tool_call_id":"c","content":""}],"stream":true,"stream_options":)"
      R"({"include_usage":false},"temperature":0.5,"max_tokens":5,"stop":["a"],"n":1,"user":"u",)"
      R"("tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"auto"})";
  constexpr std::array<std::string_view, 24> kPieces{
      "null",      "true",       "false",    "0",       "1",           "2.5",
      "\"\"",      "\"x\"",      "[]",       "{}",      ",",           ":",
      "\"model\"", "\"stream\"", "\"user\"", "\"n\"",   "\"content\"", "\"messages\"",
      "\"role\"",  "\"tool\"",   "\"text\"", "\\u0061", "-",           "\"include_usage\""};
  std::minstd_rand random(11);
  int taken = 0;
  for (int i = 0; i < 30'000; ++i) {
    auto body = sound;
    // From one token's end to another's, so that much of it stays well-formed.
    for (auto edits = random() % 3; edits > 0; --edits) {
      const auto at = std::min(body.find_first_of("\":,[{", random() % body.size()), body.size());
      const auto end = std::min(body.find_first_of(",}]:", at + 1), body.size());
      body.replace(at, random() % 2 == 0 ? end - at : 0, kPieces[random() % kPieces.size()]);
    }
    taken += glance(body) ? 1 : 0;
    expect_agreement(body);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(taken, 3'000);
}

}  // namespace
}  // namespace quorum::openai_chat
