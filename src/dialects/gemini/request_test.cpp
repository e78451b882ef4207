#include "dialects/gemini/request.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

constexpr std::string_view kContents = R"("contents":[{"parts":[{"text":"hi"}]}])";

llm::Chat read(std::string_view members) {
  const auto body = "{" + std::string{kContents} + "," + std::string{members} + "}";
  auto chat = read_request(body);
  EXPECT_TRUE(chat) << chat.error().message;
  return chat ? *chat : llm::Chat{};
}

std::string fault(std::string_view members) {
  const auto chat = read_request("{" + std::string{kContents} + "," + std::string{members} + "}");
  EXPECT_FALSE(chat) << members;
  return chat ? "" : chat.error().field;
}

TEST(Request, SystemInstructionIsTheFirstMessage) {
  for (const auto* spelled :
       {R"("systemInstruction":"be brief")",
        R"("systemInstruction":{"parts":[{"text":"be brief"}]})",
        R"("system_instruction":{"role":"user","parts":{"text":"be brief"}})"}) {
    const auto chat = read(spelled);
    ASSERT_EQ(chat.messages.size(), 2U) << spelled;
    EXPECT_EQ(chat.messages[0], llm::message(llm::Role::system, "be brief"));
  }
}

TEST(Request, SamplingAndLimitsAreRead) {
  const auto chat = read(R"("generationConfig":{"temperature":0.5,"topP":0.9,"top_k":40.0,
      "candidateCount":2,"maxOutputTokens":"100","stopSequences":["a","b"],"seed":7,
      "presencePenalty":0.1,"frequencyPenalty":-0.1,"responseLogprobs":true,"logprobs":3,
      "responseModalities":["TEXT","IMAGE"]},"serviceTier":"STANDARD","store":false)");
  EXPECT_EQ(chat.temperature, 0.5);
  EXPECT_EQ(chat.top_p, 0.9);
  EXPECT_EQ(chat.top_k, 40);
  EXPECT_EQ(chat.answers, 2);
  EXPECT_EQ(chat.tokens_max, 100);
  EXPECT_EQ(chat.stop, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(chat.seed, 7);
  EXPECT_EQ(chat.presence_penalty, 0.1);
  EXPECT_EQ(chat.frequency_penalty, -0.1);
  EXPECT_TRUE(chat.logprobs);
  EXPECT_EQ(chat.top_logprobs, 3);
  EXPECT_EQ(chat.outputs, (std::vector<std::string>{"text", "image"}));
  EXPECT_EQ(chat.service_tier, "default");
  EXPECT_EQ(chat.store, false);
  EXPECT_TRUE(chat.extras.empty());
}

TEST(Request, FunctionsAreReadWithEitherKindOfSchema) {
  const auto chat = read(R"("tools":[{"functionDeclarations":[
      {"name":"a","description":"A","parameters":{"type":"OBJECT"}},
      {"name":"b","parametersJsonSchema":{"type":"object", "x":1}},{"name":"c"}]},
      {"googleSearch":{}}])");
  ASSERT_EQ(chat.tools.size(), 4U);
  EXPECT_EQ(chat.tools[0].description, "A");
  EXPECT_EQ(chat.tools[0].parameters, R"({"type":"object"})");
  EXPECT_EQ(chat.tools[1].parameters, R"({"type":"object", "x":1})");
  EXPECT_EQ(chat.tools[2].parameters, "");
  EXPECT_EQ(chat.tools[3].kind, llm::Tool::Kind::built_in);
  EXPECT_EQ(chat.tools[3].raw.json, R"({"googleSearch":{}})");
}

TEST(Request, ToolsMayBeOneObject) {
  EXPECT_EQ(read(R"("tools":{"function_declarations":[{"name":"f"}]})").tools.size(), 1U);
}

TEST(Request, ModesOfCallingAreOurChoices) {
  using Mode = llm::ToolChoice::Mode;
  const auto choice = [](std::string_view config) {
    return *read(R"("tools":[{"functionDeclarations":[{"name":"f"}]}],"toolConfig":{)"
                 R"("functionCallingConfig":)" +
                 std::string{config} + "}")
                .tool_choice;
  };
  EXPECT_EQ(choice(R"({"mode":"AUTO"})"), llm::ToolChoice{});
  EXPECT_EQ(choice(R"({"mode":"NONE"})"), llm::ToolChoice{.mode = Mode::none});
  EXPECT_EQ(choice(R"({"mode":2})"), llm::ToolChoice{.mode = Mode::required});
  EXPECT_EQ(choice(R"({"mode":"ANY","allowedFunctionNames":["f"]})"),
            (llm::ToolChoice{.mode = Mode::named, .name = "f"}));
  EXPECT_EQ(choice(R"({"mode":"ANY","allowed_function_names":["f","g"]})"),
            (llm::ToolChoice{.mode = Mode::required, .allowed = {"f", "g"}}));
  const auto strict = read(R"("tools":[{"functionDeclarations":[{"name":"f"}]}],"toolConfig":{
      "functionCallingConfig":{"mode":"VALIDATED"}})");
  EXPECT_EQ(strict.tools[0].strict, true);
}

TEST(Request, TheShapeOfTheAnswerIsRead) {
  using Kind = llm::ResponseFormat::Kind;
  const auto format = [](std::string_view config) {
    return read(R"("generationConfig":)" + std::string{config}).format;
  };
  EXPECT_EQ(format(R"({"responseMimeType":"application/json"})")->kind, Kind::json_object);
  EXPECT_EQ(format(R"({"responseMimeType":"text/plain"})")->kind, Kind::text);
  EXPECT_EQ(format(R"({"responseSchema":{"type":"STRING"}})")->schema, R"({"type":"string"})");
  EXPECT_EQ(format(R"({"response_json_schema":{"type":"string"}})")->schema,
            R"({"type":"string"})");
  EXPECT_FALSE(format("{}"));
  const auto enumerated = read(R"("generationConfig":{"responseMimeType":"text/x.enum"})");
  EXPECT_FALSE(enumerated.format);
  EXPECT_EQ(enumerated.extras[0].name, "generationConfig.responseMimeType");
}

TEST(Request, ResolutionIsTheImagesDetail) {
  constexpr std::string_view kImage =
      R"({"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"QQ=="}}]}],)"
      R"("generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}})";
  const auto chat = read_request(kImage);
  ASSERT_TRUE(chat);
  EXPECT_EQ(chat->messages[0].parts[0].as<llm::Image>()->detail, "low");
  EXPECT_TRUE(chat->extras.empty());
  EXPECT_EQ(read(R"("generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"})").extras.size(),
            1U);
}

TEST(Request, WhatWeHaveNoWordForIsKept) {
  const auto chat = read(R"("safetySettings":[{"category":10}],"cached_content":"cachedContents/1",
      "labels":{"a":"b"},"generationConfig":{"speechConfig":{}},
      "toolConfig":{"includeServerSideToolInvocations":true})");
  EXPECT_EQ(chat.extras_of, llm::Dialect::gemini);
  std::vector<std::string> names;
  for (const auto& extra : chat.extras) names.push_back(extra.name);
  EXPECT_EQ(names, (std::vector<std::string>{"toolConfig.includeServerSideToolInvocations",
                                             "safetySettings", "cachedContent", "labels",
                                             "generationConfig.speechConfig"}));
  EXPECT_EQ(chat.extras[1].json, R"([{"category":10}])");
}

TEST(Request, FaultsSayWhere) {
  EXPECT_EQ(fault(R"("generationConfig":{"temperature":3})"), "generationConfig.temperature");
  EXPECT_EQ(fault(R"("generation_config":{"top_p":"x"})"), "generation_config.top_p");
  EXPECT_EQ(fault(R"("generationConfig":{"stopSequences":"x"})"), "generationConfig.stopSequences");
  EXPECT_EQ(fault(R"("generationConfig":{"stopSequences":[1]})"), "generationConfig.stopSequences");
  EXPECT_EQ(fault(R"("generationConfig":[])"), "generationConfig");
  EXPECT_EQ(fault(R"("tools":[{"functionDeclarations":[{}]}])"),
            "tools.0.functionDeclarations.0.name");
  EXPECT_EQ(fault(R"("toolConfig":{"functionCallingConfig":{"mode":"SOME"}})"),
            "toolConfig.functionCallingConfig.mode");
  EXPECT_EQ(fault(R"("systemInstruction":{"parts":[{"text":5}]})"),
            "systemInstruction.parts.0.text");
}

TEST(Request, WithoutContentsThereIsNone) {
  for (const auto* body :
       {"{}", R"({"contents":[]})", R"({"contents":"hi"})", R"({"contents":null})"}) {
    const auto chat = read_request(body);
    ASSERT_FALSE(chat) << body;
    EXPECT_EQ(chat.error().field, "contents") << body;
    EXPECT_EQ(chat.error().code, Errc::invalid_request);
  }
  EXPECT_FALSE(read_request("[]"));
  EXPECT_FALSE(read_request("{"));
}

TEST(Request, WhatOnlyWeCannotHonourIsNotChecked) {
  EXPECT_TRUE(check_request(R"({"contents":[{"role":"new","parts":[{"hologram":{}}]}]})"));
  EXPECT_FALSE(check_request(R"({"contents":5})"));
  EXPECT_FALSE(check_request("{}"));
}

}  // namespace
}  // namespace quorum::gemini
