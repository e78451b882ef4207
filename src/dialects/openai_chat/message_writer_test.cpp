#include "dialects/openai_chat/message_writer.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_chat {
namespace {

using llm::Maker;
using llm::Message;
using llm::Role;
using llm::Seal;
using Quirks = dialects::OpenAiQuirks;
using Told = Quirks::Thoughts;

/// The messages as they are written, and the names of what is dropped.
std::string written(std::vector<Message> messages, const Quirks& quirks = {}) {
  Drops drops{quirks};
  std::string out;
  json::Writer writer{out};
  write_messages(writer.object(), {.messages = std::move(messages)}, quirks, drops);
  writer.end();
  for (const auto& name : drops.take()) out += " -" + name;
  return out;
}

Message thinker(Seal seal) {
  Message message{.role = Role::assistant};
  message.parts.push_back({.content = llm::Reasoning{.text = "hm", .seal = std::move(seal)}});
  message.parts.push_back(llm::text_part("x"));
  return message;
}

const Seal kAnthropic{.maker = Maker::anthropic, .data = "S"};

TEST(MessageWriter, ThoughtsGoBackAsTheVendorWantsThem) {
  const auto told = [](Told thoughts) {
    return written({thinker(kAnthropic)}, {.thoughts = thoughts});
  };
  const std::string head = R"({"messages":[{"role":"assistant","content":"x")";
  EXPECT_EQ(told(Told::untold), head + "}]} -messages.reasoning");
  EXPECT_EQ(told(Told::reasoning_content), head + R"(,"reasoning_content":"hm"}]})");
  EXPECT_EQ(told(Told::reasoning), head + R"(,"reasoning":"hm"}]})");
  EXPECT_EQ(told(Told::details), head + R"(,"reasoning_details":[{"type":"reasoning.text",)"
                                        R"("text":"hm","signature":"S",)"
                                        R"("format":"anthropic-claude-v1","index":0}]}]})");
  EXPECT_EQ(told(Told::thinking_blocks),
            head + R"(,"reasoning_content":"hm","thinking_blocks":[{"type":"thinking",)"
                   R"("thinking":"hm","signature":"S"}]}]})");
  EXPECT_EQ(told(Told::content_parts),
            R"({"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":[)"
            R"({"type":"text","text":"hm"}]},{"type":"text","text":"x"}]}]})");
  EXPECT_EQ(
      written({thinker({.maker = Maker::mistral, .data = "M"})}, {.thoughts = Told::content_parts}),
      R"({"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":[)"
      R"({"type":"text","text":"hm"}],"signature":"M"},{"type":"text","text":"x"}]}]})");
}

Message caller(std::string id) {
  Message message{.role = Role::assistant};
  message.parts.push_back(
      {.content = llm::ToolCall{.id = std::move(id),
                                .name = "f",
                                .arguments = "{}",
                                .seal = Seal{.maker = Maker::google, .data = "G"}}});
  return message;
}

TEST(MessageWriter, GooglesSignaturesGoWhereTheyAreTaken) {
  const std::string call =
      R"("tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"})";
  const std::string head = R"({"messages":[{"role":"assistant","content":null,)";
  EXPECT_EQ(written({caller("a")}), head + call + "}]}]}");
  EXPECT_EQ(written({caller("a")}, {.takes_google_seals = true}),
            head + call + R"(,"extra_content":{"google":{"thought_signature":"G"}}}]}]})");
  EXPECT_EQ(written({caller("a")}, {.thoughts = Told::details}),
            head +
                R"("reasoning_details":[{"type":"reasoning.encrypted","data":"G","id":"a",)"
                R"("format":"google-gemini-v1","index":0}],)" +
                call + "}]}]}");
}

TEST(MessageWriter, IdsAreMadeFitForWhoIsStrict) {
  auto result = llm::message(Role::tool, "ok");
  result.tool_call_id = "call_123";
  const auto out =
      written({caller("call_123"), result},
              {.tool_ids = Quirks::ToolIds::nine_alphanumerics, .takes_google_seals = true});
  const auto first = out.find(R"("id":")") + 6;
  const auto id = out.substr(first, 9);
  EXPECT_EQ(out[first + 9], '"') << out;
  EXPECT_NE(out.find(R"("tool_call_id":")" + id + '"'), std::string::npos) << out;
  EXPECT_NE(written({caller("abcDEF123")}, {.tool_ids = Quirks::ToolIds::nine_alphanumerics})
                .find(R"("id":"abcDEF123")"),
            std::string::npos);
}

TEST(MessageWriter, PicturesOfToolsFollowInAMessageOfTheUsers) {
  auto result = llm::message(Role::tool, "see");
  result.tool_call_id = "a";
  result.parts.push_back({.content = llm::Image{.source = {.url = "u"}}});
  auto other = llm::message(Role::tool, "ok");
  other.tool_call_id = "b";
  other.is_tool_error = true;
  const std::string image = R"({"type":"image_url","image_url":{"url":"u"}})";
  EXPECT_EQ(written({result, other, llm::message(Role::user, "?")}),
            R"({"messages":[{"role":"tool","content":"see","tool_call_id":"a"},)"
            R"({"role":"tool","content":"ok","tool_call_id":"b"},)"
            R"({"role":"user","content":[)" +
                image + R"(]},{"role":"user","content":"?"}]} -messages.is_error)");
  EXPECT_EQ(written({result}, {.takes_tool_media = true}),
            R"({"messages":[{"role":"tool","content":[{"type":"text","text":"see"},)" + image +
                R"(],"tool_call_id":"a"}]})");
}

TEST(MessageWriter, CustomCallsBecomeFunctionsWhereThereAreNone) {
  Message message{.role = Role::assistant};
  message.parts.push_back(
      {.content = llm::ToolCall{
           .id = "a", .name = "c", .arguments = "free", .kind = llm::ToolCall::Kind::custom}});
  const std::string head = R"({"messages":[{"role":"assistant","content":null,"tool_calls":[)";
  EXPECT_EQ(written({message}, {.takes_custom_tools = true}),
            head + R"({"id":"a","type":"custom","custom":{"name":"c","input":"free"}}]}]})");
  EXPECT_EQ(written({message}), head + R"({"id":"a","type":"function","function":{"name":"c",)"
                                       R"("arguments":"{\"input\":\"free\"}"}}]}]})");
}

TEST(MessageWriter, NamesAndRefusalsStandBesideTheContent) {
  Message message{.role = Role::assistant, .name = "ada"};
  message.parts.push_back({.content = llm::Refusal{.text = "no"}});
  EXPECT_EQ(written({message}),
            R"({"messages":[{"role":"assistant","content":null,"name":"ada","refusal":"no"}]})");
  static constexpr std::array<std::string_view, 1> kNames{"messages.name"};
  EXPECT_EQ(written({message}, {.refuses = kNames}),
            R"({"messages":[{"role":"assistant","content":null,"refusal":"no"}]} -messages.name)");
}

}  // namespace
}  // namespace quorum::openai_chat
