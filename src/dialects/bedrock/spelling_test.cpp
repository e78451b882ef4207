#include "dialects/bedrock/spelling.hpp"

#include <gtest/gtest.h>

namespace quorum::bedrock {
namespace {

using Names = std::vector<std::string>;
using Mode = llm::ToolChoice::Mode;

constexpr std::string_view kClaude = "us.anthropic.claude-sonnet-4-5";
constexpr std::string_view kStart = R"({"messages":[{"role":"user","content":[{"text":"?"}]}])";

dialects::Outgoing write(const llm::Chat& chat, std::string_view model = kClaude,
                         const dialects::Quirks& quirks = {}) {
  return write_request(
      chat, {.model = model, .delivery = dialects::Delivery::streamed, .quirks = quirks});
}

llm::Chat asking() { return {.messages = {llm::message(llm::Role::user, "?")}}; }

std::string body(std::string_view rest) { return std::string{kStart}.append(rest) + "}"; }

TEST(Spelling, TheCommonMembersAreOneObject) {
  auto chat = asking();
  chat.tokens_max = 64;
  chat.temperature = 0.5;
  chat.top_p = 0.25;
  chat.stop = {"x"};
  chat.service_tier = "flex";
  chat.metadata = R"({"a":"b"})";
  const auto outgoing = write(chat);
  EXPECT_EQ(outgoing.body,
            body(R"(,"inferenceConfig":{"maxTokens":64,"temperature":0.5,"topP":0.25,)"
                 R"("stopSequences":["x"]},"serviceTier":{"type":"flex"},)"
                 R"("requestMetadata":{"a":"b"})"));
  EXPECT_EQ(outgoing.dropped, Names{});
  EXPECT_EQ(write(asking()).body, body(""));
}

TEST(Spelling, WhatIsOutOfBoundsIsNamed) {
  auto chat = asking();
  chat.temperature = 1.5;
  chat.seed = 1;
  chat.answers = 2;
  chat.service_tier = "scale";
  chat.parallel_tool_calls = false;
  chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_object};
  const auto outgoing = write(chat);
  EXPECT_EQ(outgoing.body, body(""));
  EXPECT_EQ(outgoing.dropped, (Names{"temperature", "response_format", "service_tier", "seed", "n",
                                     "parallel_tool_calls"}));
}

TEST(Spelling, ModelsThatRefuseSamplingGetNone) {
  auto chat = asking();
  chat.temperature = 0.5;
  chat.top_p = 0.5;
  chat.top_k = 5;
  const auto outgoing = write(chat, kClaude, {.anthropic = {.refuses_sampling = true}});
  EXPECT_EQ(outgoing.body, body(""));
  EXPECT_EQ(outgoing.dropped, (Names{"temperature", "top_p", "top_k"}));
}

TEST(Spelling, ToolsAndTheirChoice) {
  auto chat = asking();
  chat.tools = {{.name = "f",
                 .description = "d",
                 .parameters = R"({"type":"object"})",
                 .strict = true,
                 .cache = llm::CacheHint{}},
                {.name = "g"},
                {.kind = llm::Tool::Kind::custom, .name = "h"}};
  constexpr std::string_view kTools =
      R"(,"toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"d","inputSchema":)"
      R"({"json":{"type":"object"}},"strict":true}},{"cachePoint":{"type":"default"}},)"
      R"({"toolSpec":{"name":"g","inputSchema":{"json":{"type":"object","properties":{}}}}}])";
  const auto tools = std::string{kTools};
  EXPECT_EQ(write(chat).body, body(tools + "}"));
  EXPECT_EQ(write(chat).dropped, Names{"tools.custom"});
  chat.tools.pop_back();
  chat.tool_choice = llm::ToolChoice{};
  EXPECT_EQ(write(chat).body, body(tools + R"(,"toolChoice":{"auto":{}}})"));
  chat.tool_choice->mode = Mode::required;
  EXPECT_EQ(write(chat).body, body(tools + R"(,"toolChoice":{"any":{}}})"));
  chat.tool_choice = llm::ToolChoice{.mode = Mode::named, .name = "g"};
  EXPECT_EQ(write(chat).body, body(tools + R"(,"toolChoice":{"tool":{"name":"g"}}})"));
  chat.tool_choice = llm::ToolChoice{.mode = Mode::none};
  EXPECT_EQ(write(chat).body, body(""));
  EXPECT_EQ(write(chat).dropped, Names{});
  EXPECT_EQ(write(chat).emulated, Names{"tool_choice"});
  chat.tool_choice = llm::ToolChoice{.mode = Mode::required, .allowed = {"g"}};
  EXPECT_EQ(write(chat).body.find(R"("name":"f")"), std::string::npos);
}

TEST(Spelling, WhoSpeaksOfToolsMustOfferThem) {
  auto chat = asking();
  chat.messages.push_back({.role = llm::Role::assistant});
  chat.messages[1].parts = {{.content = llm::ToolCall{.id = "1", .name = "f", .arguments = "{}"}},
                            {.content = llm::ToolCall{.id = "2", .name = "f", .arguments = "{}"}}};
  chat.messages.push_back({.role = llm::Role::tool, .tool_call_id = "1"});
  const auto outgoing = write(chat);
  EXPECT_TRUE(outgoing.body.ends_with(
      R"("toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":)"
      R"({"type":"object","properties":{}}}}}]}})"))
      << outgoing.body;
  EXPECT_EQ(outgoing.emulated, Names{"tools"});
  chat.tools = {{.name = "f"}};
  chat.tool_choice = llm::ToolChoice{.mode = Mode::none};
  const auto none = write(chat);
  EXPECT_EQ(none.dropped, Names{"tool_choice"});
  EXPECT_EQ(none.emulated, Names{});
}

TEST(Spelling, ASchemaIsText) {
  auto chat = asking();
  chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                    .name = "n",
                                    .description = "d",
                                    .schema = R"({"type":"object"})"};
  EXPECT_EQ(write(chat).body,
            body(R"(,"outputConfig":{"textFormat":{"type":"json_schema","structure":)"
                 R"({"jsonSchema":{"schema":"{\"type\":\"object\"}","name":"n",)"
                 R"("description":"d"}}}})"));
}

TEST(Spelling, EveryMakerHasItsOwnWords) {
  auto chat = asking();
  chat.top_k = 5;
  EXPECT_EQ(write(chat).body, body(R"(,"additionalModelRequestFields":{"top_k":5})"));
  EXPECT_EQ(write(chat, "mistral.large").body,
            body(R"(,"additionalModelRequestFields":{"top_k":5})"));
  EXPECT_EQ(write(chat, "cohere.command").body, body(R"(,"additionalModelRequestFields":{"k":5})"));
  EXPECT_EQ(write(chat, "amazon.nova-pro").body,
            body(R"(,"additionalModelRequestFields":{"inferenceConfig":{"topK":5}})"));
  EXPECT_EQ(write(chat, "meta.llama").dropped, Names{"top_k"});
}

TEST(Spelling, ClaudeThinksAsItsMakerSays) {
  auto chat = asking();
  const auto thinking = [&](const llm::Thinking& asked) {
    chat.thinking = asked;
    return write(chat).body;
  };
  EXPECT_EQ(thinking({.budget_tokens = 2048}),
            body(R"(,"additionalModelRequestFields":{"thinking":{"type":"enabled",)"
                 R"("budget_tokens":2048}})"));
  EXPECT_EQ(thinking({.effort = "minimal"}),
            body(R"(,"outputConfig":{"effort":"low"},"additionalModelRequestFields":)"
                 R"({"thinking":{"type":"adaptive"}})"));
  EXPECT_EQ(thinking({.effort = "none"}),
            body(R"(,"additionalModelRequestFields":{"thinking":{"type":"disabled"}})"));
  EXPECT_EQ(thinking({.is_on = false}),
            body(R"(,"additionalModelRequestFields":{"thinking":{"type":"disabled"}})"));
  EXPECT_EQ(thinking({}), body(""));
}

TEST(Spelling, OthersThinkInTheirWay) {
  auto chat = asking();
  chat.thinking = llm::Thinking{.effort = "xhigh"};
  EXPECT_EQ(write(chat, "amazon.nova-2-lite").body,
            body(R"(,"additionalModelRequestFields":{"reasoningConfig":{"type":"enabled",)"
                 R"("maxReasoningEffort":"high"}})"));
  EXPECT_EQ(write(chat, "openai.gpt-oss-120b").body,
            body(R"(,"additionalModelRequestFields":{"reasoning_effort":"high"})"));
  EXPECT_EQ(write(chat, "meta.llama").dropped, Names{"reasoning_effort"});
  chat.thinking = llm::Thinking{.effort = "none", .budget_tokens = 5};
  EXPECT_EQ(write(chat, "openai.gpt-oss-120b").dropped,
            (Names{"thinking.budget_tokens", "reasoning_effort"}));
  EXPECT_EQ(write(chat, "amazon.nova-2-lite").body,
            body(R"(,"additionalModelRequestFields":{"reasoningConfig":{"type":"disabled"}})"));
}

}  // namespace
}  // namespace quorum::bedrock
