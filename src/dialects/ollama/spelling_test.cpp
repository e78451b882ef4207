#include "dialects/ollama/spelling.hpp"

#include <gtest/gtest.h>

#include "dialects/ollama/request.hpp"

namespace quorum::ollama {
namespace {

const dialects::Quirks kQuirks;

dialects::Outgoing write(const llm::Chat& chat,
                         dialects::Delivery delivery = dialects::Delivery::whole) {
  return write_request(chat, {.model = "m", .delivery = delivery, .quirks = kQuirks});
}

llm::Chat asking() { return {.messages = {llm::message(llm::Role::user, "?")}}; }

using Names = std::vector<std::string>;

TEST(Spelling, AQuestionIsWritten) {
  auto chat = asking();
  chat.messages.insert(chat.messages.begin(), llm::message(llm::Role::developer, "Be brief."));
  chat.temperature = 0.5;
  chat.tokens_max = 64;
  chat.top_k = 40;
  chat.stop = {"x"};
  chat.thinking = llm::Thinking{.effort = "high"};
  const auto outgoing = write(chat, dialects::Delivery::streamed);
  EXPECT_EQ(outgoing.body,
            R"({"model":"m","messages":[{"role":"system","content":"Be brief."},)"
            R"({"role":"user","content":"?"}],"stream":true,"think":"high",)"
            R"("options":{"temperature":0.5,"top_k":40,"num_predict":64,"stop":["x"]}})");
  EXPECT_EQ(outgoing.dropped, Names{});
}

TEST(Spelling, AnAnswerIsAskedForWhole) {
  EXPECT_EQ(write(asking()).body,
            R"({"model":"m","messages":[{"role":"user","content":"?"}],"stream":false})");
}

TEST(Spelling, CallsAndResultsGoByNameAndId) {
  llm::Chat chat{.messages = {{.role = llm::Role::assistant}, {.role = llm::Role::tool}}};
  chat.messages[0].parts = {{.content = llm::Reasoning{.text = "hm"}},
                            {.content = llm::ToolCall{.id = "1", .name = "f", .arguments = "{}"}},
                            {.content = llm::ToolCall{.id = "2", .name = "g", .arguments = "x"}}};
  chat.messages[1].tool_call_id = "2";
  chat.messages[1].parts = {llm::text_part("4")};
  chat.messages[1].is_tool_error = true;
  const auto outgoing = write(chat);
  EXPECT_EQ(outgoing.body,
            R"({"model":"m","messages":[{"role":"assistant","content":"","thinking":"hm",)"
            R"("tool_calls":[{"id":"1","function":{"name":"f","arguments":{}}},)"
            R"({"id":"2","function":{"name":"g","arguments":{"input":"x"}}}]},)"
            R"({"role":"tool","content":"4","tool_name":"g","tool_call_id":"2"}],)"
            R"("stream":false})");
  EXPECT_EQ(outgoing.dropped, Names{"messages.is_error"});
}

TEST(Spelling, OnlyBytesOfAnImageCanBeSent) {
  auto chat = asking();
  chat.messages[0].name = "ann";
  chat.messages[0].parts.push_back({.content = llm::Image{.source = {.data = "AAAA"}}});
  chat.messages[0].parts.push_back({.content = llm::Image{.source = {.url = "https://a/b"}}});
  chat.messages[0].parts.push_back({.content = llm::Audio{}});
  chat.messages[0].parts.push_back({.content = llm::File{.source = {.data = "AAAA"}}});
  chat.messages[0].parts.push_back({.content = llm::File{.name = "a.txt", .text = "words"}});
  const auto outgoing = write(chat);
  EXPECT_NE(outgoing.body.find(R"("images":["AAAA"])"), std::string::npos);
  EXPECT_NE(outgoing.body.find(R"("content":"?\n\na.txt:\nwords\n\n")"), std::string::npos);
  EXPECT_EQ(outgoing.dropped, (Names{"messages.image_url", "messages.input_audio", "messages.file",
                                     "messages.name"}));
}

TEST(Spelling, ToolsAreToldUnlessNoneMayBeCalled) {
  using Mode = llm::ToolChoice::Mode;
  auto chat = asking();
  chat.tools = {{.name = "f", .description = "d", .parameters = R"({"type":"object"})"},
                {.name = "g"},
                {.kind = llm::Tool::Kind::custom, .name = "h"}};
  const auto outgoing = write(chat);
  EXPECT_NE(outgoing.body.find(
                R"("tools":[{"type":"function","function":{"name":"f","description":"d",)"
                R"("parameters":{"type":"object"}}},{"type":"function","function":{"name":"g",)"
                R"("parameters":{"type":"object","properties":{}}}}])"),
            std::string::npos)
      << outgoing.body;
  EXPECT_EQ(outgoing.dropped, Names{"tools.custom"});

  chat.tool_choice = llm::ToolChoice{.mode = Mode::none};
  EXPECT_EQ(write(chat).body.find("tools"), std::string::npos);
  EXPECT_EQ(write(chat).dropped, Names{});
  EXPECT_EQ(write(chat).emulated, Names{"tool_choice"});
  chat.tool_choice = llm::ToolChoice{.mode = Mode::required, .allowed = {"g"}};
  const auto narrowed = write(chat);
  EXPECT_EQ(narrowed.dropped, (Names{"tool_choice", "tools.custom"}));
  EXPECT_EQ(narrowed.body.find(R"("name":"f")"), std::string::npos);
}

TEST(Spelling, WhatCannotBeSaidIsNamed) {
  auto chat = asking();
  chat.answers = 3;
  chat.logit_bias = "{}";
  chat.user_id = "u";
  chat.thinking = llm::Thinking{.budget_tokens = 100};
  chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::grammar, .schema = "root"};
  const auto outgoing = write(chat);
  EXPECT_EQ(outgoing.dropped,
            (Names{"response_format", "thinking.budget_tokens", "n", "logit_bias", "user"}));
  EXPECT_NE(outgoing.body.find(R"("think":true)"), std::string::npos);
}

std::string think(const llm::Thinking& thinking) {
  auto chat = asking();
  chat.thinking = thinking;
  const auto body = write(chat).body;
  const auto at = body.find("\"think\":");
  return at == body.npos ? "" : body.substr(at + 8, body.size() - at - 9);
}

TEST(Spelling, EveryEffortHasALevel) {
  EXPECT_EQ(think({.effort = "none"}), "false");
  EXPECT_EQ(think({.effort = "minimal"}), "\"low\"");
  EXPECT_EQ(think({.effort = "medium"}), "\"medium\"");
  EXPECT_EQ(think({.effort = "xhigh"}), "\"max\"");
  EXPECT_EQ(think({.effort = "max"}), "\"max\"");
  EXPECT_EQ(think({.is_on = false}), "false");
  EXPECT_EQ(think({.is_on = true}), "true");
  EXPECT_EQ(think({.is_adaptive = true}), "true");
  EXPECT_EQ(think({}), "");
}

TEST(Spelling, AFormatIsAWordOrASchema) {
  using Kind = llm::ResponseFormat::Kind;
  auto chat = asking();
  chat.format = llm::ResponseFormat{.kind = Kind::json_object};
  EXPECT_NE(write(chat).body.find(R"("format":"json")"), std::string::npos);
  chat.format = llm::ResponseFormat{.kind = Kind::json_schema, .schema = R"({"type":"object"})"};
  EXPECT_NE(write(chat).body.find(R"("format":{"type":"object"})"), std::string::npos);
  chat.format = llm::ResponseFormat{.kind = Kind::text};
  EXPECT_EQ(write(chat).body.find("format"), std::string::npos);
}

TEST(Spelling, ExtrasOfBothEndpointsGoWhereTheyAreTaken) {
  auto chat = asking();
  chat.extras = {{.name = "keep_alive", .json = "0"},
                 {.name = "options.num_ctx", .json = "8192"},
                 {.name = "suffix", .json = "\"x\""}};
  chat.extras_of = llm::Dialect::ollama_generate;
  const auto generate = write(chat);
  EXPECT_NE(generate.body.find(R"("options":{"num_ctx":8192},"keep_alive":0})"), std::string::npos)
      << generate.body;
  EXPECT_EQ(generate.dropped, Names{"suffix"});
  chat.extras_of = llm::Dialect::ollama_chat;
  EXPECT_EQ(write(chat).dropped, Names{});
  chat.extras_of = llm::Dialect::anthropic;
  EXPECT_EQ(write(chat).dropped, (Names{"keep_alive", "options.num_ctx", "suffix"}));
}

TEST(Spelling, APromptIsTheSystemsTextAndOneMessage) {
  auto chat = asking();
  chat.messages.insert(chat.messages.begin(), llm::message(llm::Role::system, "Be brief."));
  chat.messages[1].parts.push_back(
      {.content = llm::Image{.source = {.data = "iVBORw0KGgoA", .media_type = "image/png"}}});
  chat.temperature = 0.5;
  chat.extras = {{.name = "suffix", .json = "\"x\""}, {.name = "options.num_ctx", .json = "1"}};
  chat.extras_of = llm::Dialect::ollama_generate;
  const dialects::Ask ask{.model = "m", .delivery = dialects::Delivery::whole, .quirks = kQuirks};
  const auto outgoing = write_generate(chat, ask);
  ASSERT_TRUE(outgoing);
  EXPECT_EQ(outgoing->body,
            R"({"model":"m","system":"Be brief.","prompt":"?","images":["iVBORw0KGgoA"],)"
            R"("stream":false,"options":{"temperature":0.5,"num_ctx":1},"suffix":"x"})");
  EXPECT_EQ(outgoing->dropped, Names{});
  EXPECT_EQ(read_generate(outgoing->body)->messages, chat.messages);

  chat.tools = {{.name = "f"}};
  EXPECT_EQ(write_generate(chat, ask)->dropped, Names{"tools"});
  chat.messages.push_back(llm::message(llm::Role::assistant, "So"));
  EXPECT_EQ(write_generate(chat, ask).error().field, "messages");
  EXPECT_FALSE(write_generate({.messages = {}}, ask));
}

TEST(Spelling, WhatIsWrittenIsReadBack) {
  auto chat = asking();
  chat.messages.push_back({.role = llm::Role::assistant});
  chat.messages[1].parts = {
      {.content = llm::Reasoning{.text = "hm"}},
      llm::text_part("Let me see."),
      {.content = llm::ToolCall{.id = "1", .name = "f", .arguments = R"({"a":1.0})"}}};
  chat.messages.push_back({.role = llm::Role::tool, .name = "f", .tool_call_id = "1"});
  chat.messages[2].parts = {llm::text_part("42")};
  chat.temperature = 0.25;
  chat.top_p = 0.5;
  chat.top_k = 3;
  chat.min_p = 0.125;
  chat.seed = -1;
  chat.tokens_max = 5;
  chat.repeat_penalty = 1.5;
  chat.presence_penalty = 0.5;
  chat.frequency_penalty = 0.75;
  chat.stop = {"a"};
  chat.tools = {{.name = "f", .description = "d", .parameters = R"({"type":"object"})"}};
  chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_object};
  chat.thinking = llm::Thinking{.effort = "low"};
  chat.logprobs = true;
  chat.top_logprobs = 2;
  chat.extras = {{.name = "options.num_ctx", .json = "1"}, {.name = "keep_alive", .json = "1"}};
  chat.extras_of = llm::Dialect::ollama_chat;
  const auto again = read_chat(write(chat).body);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, chat);
}

}  // namespace
}  // namespace quorum::ollama
