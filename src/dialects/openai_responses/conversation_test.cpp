#include "dialects/openai_responses/conversation.hpp"

#include <gtest/gtest.h>

#include "dialects/openai_responses/answer_fixture.hpp"
#include "dialects/openai_responses/request.hpp"

namespace quorum::openai_responses {
namespace {

constexpr std::string_view kOwn = "0mhq3k2v9x4t8b7c6d5e4f3g";

std::string own(std::string_view prefix, std::string_view suffix = "") {
  return std::string(prefix).append("_").append(kOwn).append(suffix);
}

TEST(Conversation, AStringIsTheMessageThatItStandsFor) {
  EXPECT_EQ(*own_items(R"({"model":"m","input":"h\"i"})"),
            R"([{"type":"message","role":"user","content":"h\"i"}])");
  EXPECT_EQ(*own_items(R"({"input": [ {"role":"user","content":"x"} ]})"),
            R"([ {"role":"user","content":"x"} ])");
  EXPECT_EQ(*own_items(R"({"model":"m"})"), "[]");
}

TEST(Conversation, OurNamesAreKnownByTheirForm) {
  EXPECT_TRUE(is_own_id(own("resp")));
  EXPECT_FALSE(is_own_id("resp_08521e071015afca016a3c1187fce481958fc22ce99a25e892"));
  EXPECT_FALSE(is_own_id("1aec5044-0651-9204-97ff-663e978143d0"));
  EXPECT_EQ(response_of_item(own("msg", "_12")), own("resp"));
  EXPECT_EQ(response_of_item("msg_08521e071015afca016a3c1187fce481958fc22ce99a25e892"),
            std::nullopt);
  EXPECT_EQ(response_of_item("x"), std::nullopt);
}

TEST(Conversation, WhatWasSaidBeforeGoesInFront) {
  const Turn turn{.input = R"([{"role":"user","content":"one"}])", .response = R"({"output":[
      {"type":"reasoning","id":"rs_1","summary":[]},
      {"type":"reasoning","id":"rs_2","status":"completed","summary":[],"encrypted_content":"g"},
      {"type":"message","id":"msg_1","status":"completed","role":"assistant","content":
        [{"type":"output_text","text":"two"}]},
      {"type":"function_call","id":"fc_1","call_id":"c","name":"f","arguments":"{}"},
      {"type":"web_search_call","id":"ws_1"}]})"};
  const auto body =
      continued(R"({"model":"m", "previous_response_id":"resp_x","input":"three","store":true})",
                std::vector{turn});
  ASSERT_TRUE(body);
  EXPECT_EQ(*body, R"({"model":"m", "previous_response_id":null,"input":)"
                   R"([{"role":"user","content":"one"},)"
                   R"({"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"g"},)"
                   R"({"type":"message","role":"assistant","content":)"
                   R"([{"type":"output_text","text":"two"}]},)"
                   R"({"type":"function_call","call_id":"c","name":"f","arguments":"{}"},)"
                   R"({"type":"web_search_call","id":"ws_1"},)"
                   R"({"type":"message","role":"user","content":"three"}],"store":true})");
  EXPECT_EQ(read_request(*body)->messages.size(), 3U);
}

TEST(Conversation, ARequestWithoutInputGetsOne) {
  const Turn turn{.input = R"([{"role":"user","content":"one"}])", .response = R"({"output":[]})"};
  EXPECT_EQ(*continued(R"({"model":"m"})", std::vector{turn}),
            R"({"input":[{"role":"user","content":"one"}],"model":"m"})");
}

TEST(Conversation, WhatIsOnlyReferredToIsPutInItsPlace) {
  const auto item = own("fc", "_1");
  const auto body = R"({"model":"m","input":[{"role":"user","content":"u"},)"
                    R"({"type":"item_reference","id":")" +
                    item + R"("},{"id":"rs_of_someone_else"},)" +
                    R"({"type":"item_reference","id":"msg_unknown"}]})";
  EXPECT_EQ(referred_responses(body), std::vector{own("resp")});
  const auto response = R"({"output":[{"type":"function_call","id":")" + item +
                        R"(","call_id":"c","name":"f","arguments":"{}"}]})";
  EXPECT_EQ(*resolved(body, std::vector{response}),
            R"({"model":"m","input":[{"role":"user","content":"u"},)"
            R"({"type":"function_call","call_id":"c","name":"f","arguments":"{}"},)"
            R"({"id":"rs_of_someone_else"},{"type":"item_reference","id":"msg_unknown"}]})");
}

TEST(Conversation, ItemsAreListedWithTheirNames) {
  const Schemas schemas;
  const std::vector<Turn> turns{
      {.input = R"([{"role":"user","content":"one"}])",
       .response = R"({"output":[{"type":"message","id":"msg_1","role":"assistant",
                      "status":"completed","content":[]}]})"},
      {.input = R"([{"type":"message","role":"assistant","content":"x"},
                   {"type":"function_call_output","call_id":"c","output":"o"}])",
       .response = R"({"output":[{"type":"message"}]})"}};
  const auto items = listed_items(turns);
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[0], R"({"id":"item_0","type":"message","status":"completed","role":"user",)"
                      R"("content":[{"type":"input_text","text":"one"}]})");
  for (const auto& item : items) EXPECT_EQ(schemas.faults("ItemResource", item), "");
}

TEST(Conversation, AnAnswerIsFoundInItsLastEvent) {
  const auto stream = streamed({{.text = "response.completed"}});
  EXPECT_EQ(finished_response(stream), whole({{.text = "response.completed"}}));
  const auto last = stream.rfind("event: ");
  EXPECT_EQ(finished_response(stream.substr(0, last)), std::nullopt);
  EXPECT_TRUE(finished_response(stream.substr(last)));
  EXPECT_TRUE(finished_response(streamed({{.finish = llm::Finish::length}})));
  StreamWriter writer{test_head()};
  std::string failed;
  writer.fail({.code = Errc::internal}, failed);
  EXPECT_EQ(finished_response(failed), std::nullopt);
}

}  // namespace
}  // namespace quorum::openai_responses
