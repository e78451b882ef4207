#include "dialects/gemini/contents.hpp"

#include <gtest/gtest.h>

#include "dialects/gemini/request.hpp"

namespace quorum::gemini {
namespace {

using llm::Role;

std::vector<llm::Message> messages(std::string_view contents) {
  const auto chat = read_request(R"({"contents":)" + std::string{contents} + "}");
  EXPECT_TRUE(chat) << chat.error().message;
  return chat ? chat->messages : std::vector<llm::Message>{};
}

Error fault(std::string_view contents) {
  const auto chat = read_request(R"({"contents":)" + std::string{contents} + "}");
  EXPECT_FALSE(chat);
  return chat ? Error{} : chat.error();
}

TEST(Contents, TextsAndMediaKeepTheirOrder) {
  const auto read = messages(R"([{"role":"user","parts":[{"text":"a"},
      {"inlineData":{"mimeType":"image/png","data":"QQ=="}},
      {"inline_data":{"mime_type":"audio/wav","data":"Qg=="}},
      {"fileData":{"mimeType":"application/pdf","fileUri":"https://x.org/a.pdf"}},
      {"file_data":{"mime_type":"image/jpeg","file_uri":"gs://b/c.jpg"}},{"text":"z"}]}])");
  ASSERT_EQ(read.size(), 1U);
  const auto& parts = read[0].parts;
  ASSERT_EQ(parts.size(), 6U);
  EXPECT_EQ(parts[0], llm::text_part("a"));
  EXPECT_EQ(parts[1].as<llm::Image>()->source,
            (llm::Source{.data = "QQ==", .media_type = "image/png"}));
  EXPECT_EQ(parts[2].as<llm::Audio>()->source.data, "Qg==");
  EXPECT_EQ(parts[3].as<llm::File>()->source.url, "https://x.org/a.pdf");
  EXPECT_EQ(parts[4].as<llm::Image>()->source.file_id, "gs://b/c.jpg");
  EXPECT_EQ(parts[5], llm::text_part("z"));
}

TEST(Contents, WithoutARoleTheUserSpeaks) {
  const auto read = messages(R"([{"parts":{"text":"a"}}])");
  EXPECT_EQ(read, std::vector{llm::message(Role::user, "a")});
}

TEST(Contents, CallsWithoutIdsGetTheSameOnesEachTime) {
  constexpr std::string_view kContents = R"([
      {"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}}},
                               {"functionCall":{"name":"g"}},
                               {"functionCall":{"name":"f","args":{}}}]},
      {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"one"}}},
                              {"functionResponse":{"name":"g","response":{"result":"two"}}},
                              {"functionResponse":{"name":"f","response":{"x":3}}},
                              {"text":"go on"}]}])";
  const auto read = messages(kContents);
  EXPECT_EQ(read, messages(kContents));
  ASSERT_EQ(read.size(), 5U);
  const auto calls = read[0].tool_calls();
  EXPECT_EQ(calls[0]->id, "call_0");
  EXPECT_EQ(calls[0]->arguments, R"({"a":1})");
  EXPECT_EQ(calls[1]->id, "call_1");
  EXPECT_EQ(calls[1]->arguments, "{}");
  EXPECT_EQ(calls[2]->id, "call_2");
  EXPECT_EQ(read[1].tool_call_id, "call_0");
  EXPECT_EQ(read[1].text(), "one");
  EXPECT_EQ(read[2].tool_call_id, "call_1");
  EXPECT_EQ(read[2].text(), "two");
  EXPECT_EQ(read[3].tool_call_id, "call_2");
  EXPECT_EQ(read[3].text(), R"({"x":3})");
  EXPECT_EQ(read[4], llm::message(Role::user, "go on"));
}

TEST(Contents, AnswersFindTheirCallsById) {
  const auto read = messages(R"([
      {"role":"model","parts":[{"functionCall":{"id":"b","name":"f"}},
                               {"functionCall":{"id":"a","name":"f"}}]},
      {"role":"function","parts":[{"functionResponse":{"id":"a","name":"f","response":{}}},
                                  {"functionResponse":{"id":"?","name":"f","response":{}}}]}])");
  EXPECT_EQ(read[1].tool_call_id, "a");
  EXPECT_EQ(read[2].tool_call_id, "b");  // An id nobody knows: by name.
}

TEST(Contents, MadeUpIdsAreNobodyElses) {
  const auto read = messages(R"([{"role":"model","parts":[
      {"functionCall":{"id":"call_1","name":"f"}},{"functionCall":{"name":"f"}}]}])");
  EXPECT_EQ(read[0].tool_calls()[1]->id, "call_2");
}

TEST(Contents, AToolThatFailedSaysSo) {
  const auto read = messages(R"([{"role":"model","parts":[{"functionCall":{"name":"f"}}]},
      {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"error":"no"}}}]}])");
  EXPECT_TRUE(read[1].is_tool_error);
  EXPECT_EQ(read[1].text(), "no");
}

TEST(Contents, AToolsAnswerMayHoldPictures) {
  const auto read = messages(R"([{"role":"model","parts":[{"functionCall":{"name":"f"}}]},
      {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"see"},
        "parts":[{"inlineData":{"mimeType":"image/png","data":"QQ=="}}]}}]}])");
  ASSERT_EQ(read[1].parts.size(), 2U);
  EXPECT_EQ(read[1].parts[1].as<llm::Image>()->source.data, "QQ==");
}

TEST(Contents, PiecesOfAStreamBecomeOneAgain) {
  const auto read = messages(R"([{"role":"model","parts":[
      {"text":"hm, ","thought":true},{"text":"yes","thought":true},
      {"text":"Hel"},{"text":"lo"},{"text":"","thoughtSignature":"c2ln"},
      {"text":"more"}]}])");
  const auto& parts = read[0].parts;
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].as<llm::Reasoning>()->text, "hm, yes");
  EXPECT_EQ(parts[1].as<llm::Text>()->text, "Hello");
  EXPECT_EQ(parts[1].as<llm::Text>()->seal,
            (llm::Seal{.maker = llm::Maker::google, .data = "c2ln"}));
  EXPECT_EQ(parts[2], llm::text_part("more"));
}

TEST(Contents, SealsStayOnTheirParts) {
  const auto read = messages(R"([{"role":"model","parts":[
      {"text":"a"},{"text":"b","thought_signature":"Yg=="},
      {"functionCall":{"name":"f"},"thoughtSignature":"Zg=="},
      {"inlineData":{"mimeType":"image/png","data":"QQ=="},"thoughtSignature":"aQ=="}]}])");
  const auto& parts = read[0].parts;
  ASSERT_EQ(parts.size(), 4U);
  EXPECT_FALSE(parts[0].as<llm::Text>()->seal);
  EXPECT_EQ(parts[1].as<llm::Text>()->seal->data, "Yg==");
  EXPECT_EQ(parts[2].as<llm::ToolCall>()->seal->data, "Zg==");
  EXPECT_EQ(parts[3].as<llm::Image>()->seal->data, "aQ==");
}

TEST(Contents, WhatGooglesToolsDidIsKeptWhole) {
  constexpr std::string_view kPart =
      R"({"executableCode":{"language":"PYTHON","code":"1"},"thoughtSignature":"c2ln"})";
  const auto read = messages(R"([{"role":"model","parts":[)" + std::string{kPart} + "]}]");
  EXPECT_EQ(*read[0].parts[0].as<llm::Opaque>(),
            (llm::Opaque{.dialect = llm::Dialect::gemini, .json = std::string{kPart}}));
}

TEST(Contents, ArgumentsThatWereNoObjectComeBack) {
  const auto read = messages(
      R"([{"role":"model","parts":[{"functionCall":{"name":"f","args":{"_raw":"{\"a\""}}}]}])");
  EXPECT_EQ(read[0].tool_calls()[0]->arguments, R"({"a")");
}

TEST(Contents, FaultsSayWhere) {
  EXPECT_EQ(fault(R"([{"role":"system","parts":[{"text":"a"}]}])").field, "contents.0.role");
  EXPECT_EQ(fault(R"([{"parts":[{"text":"a"},{}]}])").field, "contents.0.parts.1");
  EXPECT_EQ(fault(R"([{"parts":[{"text":1}]}])").field, "contents.0.parts.0.text");
  EXPECT_EQ(fault(R"([{"parts":"a"}])").field, "contents.0.parts");
  EXPECT_EQ(fault(R"([{"parts":[{"inline_data":{"data":"QQ=="}}]}])").field,
            "contents.0.parts.0.inline_data.mimeType");
  EXPECT_EQ(fault(R"([{"role":"model","parts":[{"functionCall":{"args":{}}}]}])").field,
            "contents.0.parts.0.functionCall.name");
  EXPECT_EQ(fault(R"([{"parts":[{"functionCall":{"name":"f"}}]}])").field,
            "contents.0.parts.0.functionCall");
  const auto orphan = fault(R"([{"parts":[{"functionResponse":{"name":"f","response":{}}}]}])");
  EXPECT_EQ(orphan.message,
            "`contents.0.parts.0.functionResponse.name` must be the name of a functionCall before "
            "it.");
}

}  // namespace
}  // namespace quorum::gemini
