#include "dialects/ollama/request.hpp"

#include <gtest/gtest.h>

namespace quorum::ollama {
namespace {

llm::Chat chat_of(std::string_view body) {
  auto chat = read_chat(body);
  EXPECT_TRUE(chat) << (chat ? "" : chat.error().message);
  return chat ? std::move(*chat) : llm::Chat{.messages = {}};
}

TEST(Request, AConversationIsRead) {
  const auto chat = chat_of(R"({"model":"m","messages":[
    {"role":"system","content":"Be brief."},
    {"role":"User","content":"What is it?","images":["iVBORw0KGgoA"]},
    {"role":"assistant","content":"A dot.","thinking":"Looks like a dot."}]})");
  ASSERT_EQ(chat.messages.size(), 3U);
  EXPECT_EQ(chat.messages[0], llm::message(llm::Role::system, "Be brief."));
  EXPECT_EQ(chat.messages[1].role, llm::Role::user);
  EXPECT_EQ(chat.messages[1].parts[1].as<llm::Image>()->source.media_type, "image/png");
  EXPECT_EQ(chat.messages[2].parts[0].as<llm::Reasoning>()->text, "Looks like a dot.");
  EXPECT_EQ(chat.messages[2].text(), "A dot.");
  EXPECT_TRUE(chat.extras.empty());
}

TEST(Request, CallsGetIdsAndResultsTheirs) {
  const auto chat = chat_of(R"({"model":"m","messages":[
    {"role":"user","content":"?"},
    {"role":"assistant","tool_calls":[
      {"function":{"name":"a","arguments":{"x":1.50}}},
      {"function":{"name":"b","arguments":{}}},
      {"function":{"name":"a","arguments":{"x":2}}}]},
    {"role":"tool","tool_name":"b","content":"B"},
    {"role":"tool","name":"a","content":"A1"},
    {"role":"tool","content":"A2"}]})");
  const auto calls = chat.messages[1].tool_calls();
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(calls[0]->arguments, R"({"x":1.50})");
  EXPECT_EQ(chat.messages[2].tool_call_id, calls[1]->id);
  EXPECT_EQ(chat.messages[3].tool_call_id, calls[0]->id);
  EXPECT_EQ(chat.messages[4].tool_call_id, calls[2]->id);
  EXPECT_NE(calls[0]->id, calls[2]->id);
}

TEST(Request, GivenIdsAreKept) {
  const auto chat = chat_of(R"({"model":"m","messages":[
    {"role":"assistant","tool_calls":[{"id":"one","function":{"name":"a"}},
                                      {"id":"two","function":{"name":"a","arguments":{}}}]},
    {"role":"tool","tool_call_id":"one","content":"1"},
    {"role":"tool","tool_name":"a","content":"2"}]})");
  EXPECT_EQ(chat.messages[0].tool_calls()[0]->id, "one");
  EXPECT_EQ(chat.messages[0].tool_calls()[0]->arguments, "{}");
  EXPECT_EQ(chat.messages[1].tool_call_id, "one");
  EXPECT_EQ(chat.messages[2].tool_call_id, "two");
}

TEST(Request, OptionsAreSamplingAndWhatWeHaveNoWordForIsKept) {
  const auto chat = chat_of(R"({"model":"m","messages":[{"role":"user","content":"?"}],
    "options":{"temperature":0.5,"top_p":0.9,"top_k":40,"min_p":0.1,"seed":7,"num_predict":64,
      "repeat_penalty":1.1,"presence_penalty":0.2,"frequency_penalty":0.3,"stop":["a","b"],
      "num_ctx":8192,"mirostat":null},
    "keep_alive":"5m","truncate":false,"template":"","shift":null})");
  EXPECT_EQ(chat.temperature, 0.5);
  EXPECT_EQ(chat.top_p, 0.9);
  EXPECT_EQ(chat.top_k, 40);
  EXPECT_EQ(chat.min_p, 0.1);
  EXPECT_EQ(chat.seed, 7);
  EXPECT_EQ(chat.tokens_max, 64);
  EXPECT_EQ(chat.repeat_penalty, 1.1);
  EXPECT_EQ(chat.presence_penalty, 0.2);
  EXPECT_EQ(chat.frequency_penalty, 0.3);
  EXPECT_EQ(chat.stop, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(chat.extras, (std::vector<llm::Extra>{{.name = "options.num_ctx", .json = "8192"},
                                                  {.name = "keep_alive", .json = "\"5m\""},
                                                  {.name = "truncate", .json = "false"}}));
  EXPECT_EQ(chat.extras_of, llm::Dialect::ollama_chat);
}

TEST(Request, NoLimitIsNone) {
  for (const auto* tokens : {"-1", "-2", "0"}) {
    const auto chat = chat_of(
        std::string{R"({"messages":[{"role":"user"}],"options":{"num_predict":)"} + tokens + "}}");
    EXPECT_FALSE(chat.tokens_max) << tokens;
  }
}

TEST(Request, FormatAndThoughts) {
  const auto with = [](std::string_view members) {
    return chat_of(
        std::string{R"({"messages":[{"role":"user","content":"?"}],)"}.append(members).append("}"));
  };
  EXPECT_FALSE(with(R"("format":"","think":null)").format);
  EXPECT_EQ(with(R"("format":"json")").format->kind, llm::ResponseFormat::Kind::json_object);
  const auto schema = with(R"("format":{"type":"object"},"think":true)");
  EXPECT_EQ(schema.format->kind, llm::ResponseFormat::Kind::json_schema);
  EXPECT_EQ(schema.format->schema, R"({"type":"object"})");
  EXPECT_EQ(schema.thinking->is_on, true);
  EXPECT_EQ(with(R"("think":"high")").thinking->effort, "high");
  EXPECT_EQ(with(R"("think":false)").thinking->is_on, false);
  const auto logprobs = with(R"("logprobs":true,"top_logprobs":3)");
  EXPECT_TRUE(logprobs.logprobs);
  EXPECT_EQ(logprobs.top_logprobs, 3);
}

TEST(Request, ToolsAreRead) {
  const auto chat = chat_of(R"({"messages":[{"role":"user","content":"?"}],"tools":[
    {"type":"function",
     "function":{"name":"f","description":"d","parameters":{"type":"object"}}}]})");
  ASSERT_EQ(chat.tools.size(), 1U);
  EXPECT_EQ(chat.tools[0].name, "f");
  EXPECT_EQ(chat.tools[0].description, "d");
  EXPECT_EQ(chat.tools[0].parameters, R"({"type":"object"})");
}

TEST(Request, FaultsNameTheirPlace) {
  const auto field = [](std::string_view body) { return read_chat(body).error().field; };
  EXPECT_EQ(field("{}"), "messages");
  EXPECT_EQ(field(R"({"messages":[]})"), "messages");
  EXPECT_EQ(field(R"({"messages":[3]})"), "messages.0");
  EXPECT_EQ(field(R"({"messages":[{"role":"robot"}]})"), "messages.0.role");
  EXPECT_EQ(field(R"({"messages":[{"role":"user","content":[]}]})"), "messages.0.content");
  EXPECT_EQ(field(R"({"messages":[{"role":"user","images":["http://x"]}]})"),
            "messages.0.images.0");
  EXPECT_EQ(field(R"({"messages":[{"role":"user"}],"format":"xml"})"), "format");
  EXPECT_EQ(field(R"({"messages":[{"role":"user"}],"think":3})"), "think");
  EXPECT_EQ(field(R"({"messages":[{"role":"user"}],"options":{"top_p":2}})"), "options.top_p");
  EXPECT_EQ(field(R"({"messages":[{"role":"user"}],"options":{"stop":[1]}})"), "options.stop");
  EXPECT_EQ(field(R"({"messages":[{"role":"assistant","tool_calls":[
                  {"function":{"name":"f","arguments":"{}"}}]}]})"),
            "messages.0.tool_calls.0.function.arguments");
  EXPECT_FALSE(read_chat("[]"));
}

TEST(Request, APromptIsAConversationOfOne) {
  const auto chat =
      read_generate(R"({"model":"m","prompt":"Why?","system":"Be brief.","template":"",
    "context":[],"images":["iVBORw0KGgoA"],"raw":false,"suffix":"end","options":{"num_ctx":1}})");
  ASSERT_TRUE(chat);
  ASSERT_EQ(chat->messages.size(), 2U);
  EXPECT_EQ(chat->messages[0], llm::message(llm::Role::system, "Be brief."));
  EXPECT_EQ(chat->messages[1].text(), "Why?");
  EXPECT_NE(chat->messages[1].parts[1].as<llm::Image>(), nullptr);
  EXPECT_EQ(chat->extras_of, llm::Dialect::ollama_generate);
  EXPECT_EQ(chat->extras, (std::vector<llm::Extra>{{.name = "options.num_ctx", .json = "1"},
                                                   {.name = "suffix", .json = "\"end\""}}));
  const auto raw = read_generate(R"({"prompt":"a","raw":true})");
  ASSERT_TRUE(raw);
  EXPECT_EQ(raw->extras, (std::vector<llm::Extra>{{.name = "raw", .json = "true"}}));
}

TEST(Request, AskingForNothingIsAskingForTheModel) {
  EXPECT_TRUE(is_load(R"({"model":"m"})"));
  EXPECT_TRUE(is_load(R"({"model":"m","messages":[]})"));
  EXPECT_TRUE(is_load(R"({"model":"m","prompt":"","images":[]})"));
  EXPECT_FALSE(is_load(R"({"model":"m","prompt":"?"})"));
  EXPECT_FALSE(is_load(R"({"messages":[{}]})"));
  EXPECT_FALSE(is_load("nonsense"));
  EXPECT_EQ(read_generate(R"({"model":"m"})").error().field, "prompt");
}

}  // namespace
}  // namespace quorum::ollama
