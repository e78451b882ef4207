#include "dialects/cohere/spelling.hpp"

#include <gtest/gtest.h>

namespace quorum::cohere {
namespace {

const dialects::Quirks kQuirks;

dialects::Outgoing write(const llm::Chat& chat,
                         dialects::Delivery delivery = dialects::Delivery::whole) {
  return write_request(chat, {.model = "m", .delivery = delivery, .quirks = kQuirks});
}

llm::Chat asking() { return {.messages = {llm::message(llm::Role::user, "?")}}; }

using Names = std::vector<std::string>;

bool has(const dialects::Outgoing& outgoing, std::string_view text) {
  return outgoing.body.find(text) != std::string::npos;
}

TEST(Spelling, AQuestionIsWritten) {
  auto chat = asking();
  chat.messages.insert(chat.messages.begin(), llm::message(llm::Role::developer, "Be brief."));
  chat.tokens_max = 64;
  chat.temperature = 0.5;
  chat.top_p = 1.0;
  chat.top_k = -1;
  chat.seed = 7;
  chat.frequency_penalty = 0.5;
  chat.stop = {"x"};
  chat.logprobs = true;
  const auto outgoing = write(chat, dialects::Delivery::streamed);
  EXPECT_EQ(outgoing.body,
            R"({"model":"m","messages":[{"role":"system","content":"Be brief."},)"
            R"({"role":"user","content":"?"}],"stream":true,"max_tokens":64,"temperature":0.5,)"
            R"("p":0.99,"k":0,"seed":7,"frequency_penalty":0.5,"logprobs":true,)"
            R"("stop_sequences":["x"]})");
  EXPECT_EQ(outgoing.dropped, Names{});
}

TEST(Spelling, ThoughtsBeforeACallAreItsPlan) {
  llm::Chat chat{.messages = {{.role = llm::Role::assistant},
                              {.role = llm::Role::tool, .tool_call_id = "1"},
                              {.role = llm::Role::assistant},
                              {.role = llm::Role::assistant}}};
  chat.messages[0].parts = {
      {.content = llm::Reasoning{.text = "hm"}},
      {.content = llm::ToolCall{.id = "1", .name = "f", .arguments = R"({"a":1})"}}};
  chat.messages[1].parts = {llm::text_part("4"), llm::text_part("2")};
  chat.messages[2].parts = {{.content = llm::Reasoning{.text = "so"}}, llm::text_part("42")};
  const auto outgoing = write(chat);
  EXPECT_EQ(outgoing.body,
            R"({"model":"m","messages":[{"role":"assistant","tool_plan":"hm","tool_calls":[)"
            R"({"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},)"
            R"({"role":"tool","tool_call_id":"1","content":"42"},)"
            R"({"role":"assistant","content":[{"type":"thinking","thinking":"so"},)"
            R"({"type":"text","text":"42"}]},{"role":"assistant","content":""}],"stream":false})");
}

TEST(Spelling, ImagesAndDocumentsGoWhereTheyAreTaken) {
  auto chat = asking();
  auto& parts = chat.messages[0].parts;
  parts.push_back({.content = llm::Image{.source = {.data = "AAAA", .media_type = "image/png"},
                                         .detail = "low"}});
  parts.push_back({.content = llm::Image{.source = {.url = "https://a/b"}}});
  parts.push_back({.content = llm::Image{.source = {.file_id = "f"}}});
  parts.push_back({.content = llm::File{.name = "a.txt", .text = "facts", .context = "c"}});
  parts.push_back({.content = llm::File{.source = {.data = "AAAA"}}});
  parts.push_back({.content = llm::Audio{}});
  const auto outgoing = write(chat);
  EXPECT_EQ(
      outgoing.body,
      R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"?"},)"
      R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},)"
      R"({"type":"image_url","image_url":{"url":"https://a/b"}}]}],"stream":false,)"
      R"("documents":[{"id":"doc:0","data":{"title":"a.txt","context":"c","text":"facts"}}],)"
      R"("citation_options":{"mode":"OFF"}})");
  EXPECT_EQ(outgoing.dropped, (Names{"messages.image", "messages.file", "messages.input_audio"}));
}

TEST(Spelling, AChoiceOfOneIsTheOnlyOneOffered) {
  using Mode = llm::ToolChoice::Mode;
  auto chat = asking();
  chat.tools = {{.name = "f", .description = "d", .parameters = "{}", .strict = true},
                {.name = "g"}};
  const auto both = write(chat);
  EXPECT_TRUE(has(both, R"("tools":[{"type":"function","function":{"name":"f","description":"d",)"
                        R"("parameters":{}}},{"type":"function","function":{"name":"g",)"
                        R"("parameters":{"type":"object","properties":{}}}}])"));
  EXPECT_FALSE(has(both, "tool_choice"));
  EXPECT_EQ(both.dropped, Names{"tools.strict"});

  chat.tool_choice = llm::ToolChoice{.mode = Mode::named, .name = "f"};
  const auto one = write(chat);
  EXPECT_TRUE(has(one, R"("strict_tools":true,"tool_choice":"REQUIRED")"));
  EXPECT_FALSE(has(one, R"("name":"g")"));
  EXPECT_EQ(one.dropped, Names{});

  chat.tool_choice = llm::ToolChoice{.mode = Mode::none};
  EXPECT_TRUE(has(write(chat), R"("tool_choice":"NONE")"));
  chat.tool_choice = llm::ToolChoice{.mode = Mode::required, .allowed = {"g"}};
  EXPECT_FALSE(has(write(chat), R"("name":"f")"));
}

TEST(Spelling, AFormatIsJsonWithOrWithoutItsSchema) {
  using Kind = llm::ResponseFormat::Kind;
  auto chat = asking();
  chat.format = llm::ResponseFormat{.kind = Kind::json_object};
  EXPECT_TRUE(has(write(chat), R"("response_format":{"type":"json_object"})"));
  chat.format = llm::ResponseFormat{.kind = Kind::json_schema, .schema = R"({"type":"object"})"};
  EXPECT_TRUE(has(write(chat), R"("response_format":{"type":"json_object","json_schema":)"
                               R"({"type":"object"}})"));
  chat.format = llm::ResponseFormat{.kind = Kind::grammar};
  EXPECT_EQ(write(chat).dropped, Names{"response_format"});
}

TEST(Spelling, ThinkingIsOnOffOrBounded) {
  const auto thinking = [](const llm::Thinking& asked) {
    auto chat = asking();
    chat.thinking = asked;
    return write(chat);
  };
  EXPECT_TRUE(has(thinking({.effort = "none"}), R"("thinking":{"type":"disabled"})"));
  EXPECT_TRUE(has(thinking({.is_on = false}), R"("thinking":{"type":"disabled"})"));
  const auto bounded = thinking({.budget_tokens = 512});
  EXPECT_TRUE(has(bounded, R"("thinking":{"type":"enabled","token_budget":512})"));
  EXPECT_EQ(bounded.dropped, Names{});
  EXPECT_EQ(thinking({.effort = "high"}).dropped, Names{"reasoning_effort"});
  EXPECT_FALSE(has(thinking({}), "thinking"));
}

TEST(Spelling, WhatIsOutOfBoundsIsNamed) {
  auto chat = asking();
  chat.messages[0].name = "ann";
  chat.frequency_penalty = -0.5;
  chat.presence_penalty = 1.5;
  chat.seed = -1;
  chat.top_k = 9999;
  chat.top_logprobs = 3;
  chat.min_p = 0.1;
  chat.answers = 2;
  chat.stop = {"1", "2", "3", "4", "5", "6"};
  const auto outgoing = write(chat);
  EXPECT_EQ(outgoing.dropped, (Names{"messages.name", "seed", "frequency_penalty",
                                     "presence_penalty", "top_logprobs", "stop", "min_p", "n"}));
  EXPECT_TRUE(has(outgoing, R"("k":500)"));
  EXPECT_TRUE(has(outgoing, R"("stop_sequences":["1","2","3","4","5"])"));
}

}  // namespace
}  // namespace quorum::cohere
