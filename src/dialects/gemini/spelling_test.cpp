#include "dialects/gemini/spelling.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

using Names = std::vector<std::string>;

llm::Chat chat() { return {.messages = {llm::message(llm::Role::user, "hi")}}; }

/// What is written after the contents.
std::string rest(const llm::Chat& chat, std::string_view model = "gemini-3-flash") {
  const auto body = write_request(chat, model).body;
  constexpr std::string_view kContents = R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}])";
  EXPECT_TRUE(body.starts_with(kContents)) << body;
  return body.substr(kContents.size());
}

llm::Tool function(std::string name) { return {.name = std::move(name)}; }

TEST(Spelling, APlainQuestionIsOnlyThat) { EXPECT_EQ(rest(chat()), "}"); }

TEST(Spelling, SamplingAndLimits) {
  auto asked = chat();
  asked.temperature = 0.5;
  asked.top_p = 0.9;
  asked.top_k = 40;
  asked.frequency_penalty = 0.25;
  asked.presence_penalty = -0.25;
  asked.seed = 7;
  asked.tokens_max = 100;
  asked.answers = 2;
  asked.stop = {"x"};
  asked.logprobs = true;
  asked.top_logprobs = 3;
  asked.outputs = {"text", "image"};
  EXPECT_EQ(rest(asked),
            R"(,"generationConfig":{"temperature":0.5,"topP":0.9,"topK":40,)"
            R"("frequencyPenalty":0.25,"presencePenalty":-0.25,"seed":7,"responseLogprobs":true,)"
            R"("logprobs":3,"maxOutputTokens":100,"candidateCount":2,"stopSequences":["x"],)"
            R"("responseModalities":["TEXT","IMAGE"]}})");
  EXPECT_TRUE(write_request(asked, "m").dropped.empty());
}

TEST(Spelling, WhatGoogleLacksIsNamed) {
  auto asked = chat();
  asked.min_p = 0.1;
  asked.repeat_penalty = 1.1;
  asked.logit_bias = "{}";
  asked.parallel_tool_calls = false;
  asked.metadata = "{}";
  asked.user_id = "u";
  asked.service_tier = "scale";
  asked.cache_key = "k";
  asked.store = true;
  asked.verbosity = "low";
  asked.seed = std::int64_t{1} << 40;
  asked.stop = {"1", "2", "3", "4", "5", "6"};
  asked.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::grammar};
  asked.tools.push_back({.kind = llm::Tool::Kind::custom, .name = "c"});
  EXPECT_EQ(write_request(asked, "m").dropped,
            (Names{"tools.custom", "seed", "stop", "response_format.grammar", "service_tier",
                   "min_p", "repetition_penalty", "parallel_tool_calls", "verbosity", "logit_bias",
                   "metadata", "user", "prompt_cache_key", "store"}));
}

TEST(Spelling, ToolsAndTheirChoice) {
  using Mode = llm::ToolChoice::Mode;
  auto asked = chat();
  asked.tools = {{.name = "f", .description = "F", .parameters = R"({"type":"object"})"},
                 {.kind = llm::Tool::Kind::built_in,
                  .raw = {.dialect = llm::Dialect::gemini, .json = R"({"googleSearch":{}})"}}};
  constexpr std::string_view kTools =
      R"(,"tools":[{"functionDeclarations":[{"name":"f","description":"F",)"
      R"("parametersJsonSchema":{"type":"object"}}]},{"googleSearch":{}}])";
  const auto with = [&](const std::optional<llm::ToolChoice>& choice) {
    asked.tool_choice = choice;
    const auto written = rest(asked);
    EXPECT_TRUE(written.starts_with(kTools)) << written;
    return written.substr(kTools.size());
  };
  const auto config = [](std::string_view inner) {
    return R"(,"toolConfig":{"functionCallingConfig":)" + std::string{inner} + "}}";
  };
  EXPECT_EQ(with(std::nullopt), "}");
  EXPECT_EQ(with(llm::ToolChoice{}), config(R"({"mode":"AUTO"})"));
  EXPECT_EQ(with(llm::ToolChoice{.mode = Mode::none}), config(R"({"mode":"NONE"})"));
  EXPECT_EQ(with(llm::ToolChoice{.mode = Mode::required}), config(R"({"mode":"ANY"})"));
  EXPECT_EQ(with(llm::ToolChoice{.mode = Mode::named, .name = "f"}),
            config(R"({"mode":"ANY","allowedFunctionNames":["f"]})"));
  EXPECT_EQ(with(llm::ToolChoice{.allowed = {"f"}}),
            config(R"({"mode":"VALIDATED","allowedFunctionNames":["f"]})"));
  asked.tools[0].strict = true;
  EXPECT_EQ(with(std::nullopt), config(R"({"mode":"VALIDATED"})"));
}

TEST(Spelling, OthersBuiltInToolsBecomeGooglesOfTheSameUse) {
  const auto built_in = [](std::string type) {
    return llm::Tool{.kind = llm::Tool::Kind::built_in,
                     .raw = {.dialect = llm::Dialect::anthropic,
                             .json = R"({"type":")" + std::move(type) + R"("})"}};
  };
  auto asked = chat();
  asked.tools = {built_in("web_search_20250305"), built_in("code_interpreter"),
                 built_in("computer")};
  const auto written = write_request(asked, "gemini-3-flash");
  EXPECT_NE(written.body.find(R"("tools":[{"googleSearch":{}},{"codeExecution":{}}])"),
            written.body.npos);
  EXPECT_EQ(written.emulated, (Names{"tools.web_search_20250305", "tools.code_interpreter"}));
  EXPECT_EQ(written.dropped, Names{"tools.computer"});
  asked.tools = {function("f"), built_in("web_search")};
  EXPECT_EQ(write_request(asked, "gemini-3-flash").dropped, Names{"tools.web_search"});
}

TEST(Spelling, TheShapeOfTheAnswer) {
  auto asked = chat();
  asked.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                     .schema = R"({"type":"object"})"};
  EXPECT_EQ(rest(asked), R"(,"generationConfig":{"responseMimeType":"application/json",)"
                         R"("responseJsonSchema":{"type":"object"}}})");
  asked.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_object};
  EXPECT_EQ(rest(asked), R"(,"generationConfig":{"responseMimeType":"application/json"}})");
}

TEST(Spelling, OldModelsAreToldTheShapeInWordsWhereThereAreTools) {
  auto asked = chat();
  asked.tools = {function("f")};
  asked.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                     .schema = R"({"type":"object"})"};
  const auto old = write_request(asked, "gemini-2.5-flash");
  EXPECT_EQ(old.emulated, Names{"response_format"});
  EXPECT_NE(old.body.find(R"(valid by this JSON Schema: {\"type\":\"object\"})"), old.body.npos);
  EXPECT_EQ(old.body.find("generationConfig"), old.body.npos);
  EXPECT_TRUE(write_request(asked, "gemini-3-flash").emulated.empty());
}

TEST(Spelling, Thinking) {
  auto asked = chat();
  asked.thinking = llm::Thinking{.effort = "low"};
  EXPECT_EQ(rest(asked), R"(,"generationConfig":{"thinkingConfig":{"thinkingLevel":"LOW",)"
                         R"("includeThoughts":true}}})");
  EXPECT_EQ(rest(asked, "gemini-2.5-pro"),
            R"(,"generationConfig":{"thinkingConfig":{"thinkingBudget":1024,)"
            R"("includeThoughts":true}}})");
  EXPECT_EQ(rest(asked, "gemini-2.0-flash"), "}");
  EXPECT_EQ(write_request(asked, "gemini-2.0-flash").dropped, Names{"reasoning_effort"});
  asked.thinking = llm::Thinking{.is_on = false};
  EXPECT_TRUE(write_request(asked, "gemini-2.0-flash").dropped.empty());
  EXPECT_EQ(write_request(asked, "gemini-2.5-pro").dropped, Names{"reasoning_effort"});
}

TEST(Spelling, TiersThatGoogleHas) {
  auto asked = chat();
  asked.service_tier = "default";
  EXPECT_EQ(rest(asked), R"(,"serviceTier":"standard"})");
  asked.service_tier = "flex";
  EXPECT_EQ(rest(asked), R"(,"serviceTier":"flex"})");
  asked.service_tier = "auto";
  EXPECT_EQ(rest(asked), "}");
}

TEST(Spelling, GooglesExtrasGoBackToTheirPlaces) {
  auto asked = chat();
  asked.extras = {{.name = "safetySettings", .json = "[]"},
                  {.name = "generationConfig.speechConfig", .json = "{}"},
                  {.name = "toolConfig.retrievalConfig", .json = "{}"},
                  {.name = "contents.parts.videoMetadata", .json = "{}"}};
  asked.extras_of = llm::Dialect::gemini;
  EXPECT_EQ(rest(asked),
            R"(,"toolConfig":{"retrievalConfig":{}},"generationConfig":{"speechConfig":{}},)"
            R"("safetySettings":[]})");
  EXPECT_EQ(write_request(asked, "m").dropped, Names{"contents.parts.videoMetadata"});
  asked.extras_of = llm::Dialect::anthropic;
  EXPECT_EQ(rest(asked), "}");
  EXPECT_EQ(write_request(asked, "m").dropped.size(), 4U);
}

TEST(Spelling, OneDetailForAllImagesIsTheResolution) {
  auto asked = chat();
  const auto image = [](std::string detail) {
    return llm::Part{.content = llm::Image{.source = {.data = "QQ==", .media_type = "image/png"},
                                           .detail = std::move(detail)}};
  };
  asked.messages[0].parts = {image("low"), image("low")};
  EXPECT_NE(write_request(asked, "m").body.find(R"("mediaResolution":"MEDIA_RESOLUTION_LOW")"),
            std::string::npos);
  asked.messages[0].parts = {image("auto"), image("")};
  EXPECT_TRUE(write_request(asked, "m").dropped.empty());
  asked.messages[0].parts = {image("low"), image("high")};
  EXPECT_EQ(write_request(asked, "m").dropped, Names{"messages.image_url.detail"});
}

}  // namespace
}  // namespace quorum::gemini
