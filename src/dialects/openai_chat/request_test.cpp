#include "dialects/openai_chat/request.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_chat {
namespace {

/// A request with one message and `more` members.
std::string with(std::string_view more) {
  return R"({"model":"m","messages":[{"role":"user","content":"x"}],)" + std::string{more} + "}";
}

std::string with_messages(std::string_view messages) {
  return R"({"model":"m","messages":)" + std::string{messages} + "}";
}

llm::Chat read(std::string_view body) {
  auto chat = read_request(body);
  EXPECT_TRUE(chat) << body << ": " << (chat ? "" : chat.error().message);
  return chat ? *chat : llm::Chat{.messages = {}};
}

TEST(ReadRequest, ReadsEveryKindOfMessage) {
  const auto chat = read(with_messages(R"([
    {"role":"developer","content":"Be brief."},
    {"role":"user","name":"ada","content":[{"type":"text","text":"What is "},
      {"type":"image_url","image_url":{"url":"data:image/png;base64,AA","detail":"low"}}]},
    {"role":"assistant","content":null,"tool_calls":[
      {"id":"c1","type":"function","function":{"name":"look","arguments":"{\"a\": 1}"}}]},
    {"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"red"}]},
    {"role":"assistant","content":"It is"}])"));
  ASSERT_EQ(chat.messages.size(), 5U);
  EXPECT_EQ(chat.messages[0], llm::message(llm::Role::developer, "Be brief."));
  EXPECT_EQ(chat.messages[1].name, "ada");
  ASSERT_NE(chat.messages[1].parts[1].as<llm::Image>(), nullptr);
  EXPECT_EQ(*chat.messages[1].parts[1].as<llm::Image>(),
            (llm::Image{.source = {.data = "AA", .media_type = "image/png"}, .detail = "low"}));
  EXPECT_EQ(chat.messages[2].text(), "");
  EXPECT_EQ(*chat.messages[2].tool_calls().at(0),
            (llm::ToolCall{.id = "c1", .name = "look", .arguments = R"({"a": 1})"}));
  EXPECT_EQ(chat.messages[3].role, llm::Role::tool);
  EXPECT_EQ(chat.messages[3].tool_call_id, "c1");
  EXPECT_EQ(chat.messages[3].text(), "red");
  EXPECT_EQ(chat.messages[4].text(), "It is");
}

TEST(ReadRequest, ReadsWhatIsAskedOfTheAnswer) {
  const auto chat = read(with(R"("temperature":1.0e0,"top_p":0.9,"top_k":40,"min_p":0.05,
    "frequency_penalty":-0.5,"presence_penalty":2,"repeat_penalty":1.1,"seed":42.0,
    "max_tokens":7,"max_completion_tokens":9,"stop":["a","b"],"parallel_tool_calls":false,
    "reasoning_effort":"low","logprobs":true,"top_logprobs":5,"stream":true,
    "stream_options":{"include_usage":true},"user":null,"unknown":{"x":[1]})"));
  EXPECT_EQ(chat.temperature, 1.0);
  EXPECT_EQ(chat.top_p, 0.9);
  EXPECT_EQ(chat.top_k, 40);
  EXPECT_EQ(chat.min_p, 0.05);
  EXPECT_EQ(chat.frequency_penalty, -0.5);
  EXPECT_EQ(chat.presence_penalty, 2.0);
  EXPECT_EQ(chat.repeat_penalty, 1.1);
  EXPECT_EQ(chat.seed, 42);
  EXPECT_EQ(chat.tokens_max, 9);
  EXPECT_EQ(chat.stop, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(chat.parallel_tool_calls, false);
  EXPECT_EQ(chat.thinking->effort, "low");
  EXPECT_TRUE(chat.logprobs);
  EXPECT_EQ(chat.top_logprobs, 5);
  EXPECT_TRUE(chat.include_usage);
}

TEST(ReadRequest, AbsentAndNullAreTheSame) {
  const auto chat = read(with(R"("temperature":null,"max_tokens":null,"stop":null,"tools":null,
    "tool_choice":null,"response_format":null,"seed":null,"stream_options":null,"logprobs":null)"));
  EXPECT_EQ(chat, read(with_messages(R"([{"role":"user","content":"x"}])")));
  EXPECT_EQ(chat.temperature, std::nullopt);
}

TEST(ReadRequest, ReadsToolsWithTheirSchemasBytes) {
  const auto chat = read(with(R"("tools":[{"type":"function","function":{"name":"f",
    "description":"d","parameters":{"type": "object","x":1.50},"strict":true}}],
    "tool_choice":{"type":"function","function":{"name":"f"}})"));
  EXPECT_EQ(chat.tools.at(0), (llm::Tool{.name = "f",
                                         .description = "d",
                                         .parameters = R"({"type": "object","x":1.50})",
                                         .strict = true}));
  EXPECT_EQ(chat.tool_choice, (llm::ToolChoice{.mode = llm::ToolChoice::Mode::named, .name = "f"}));
  EXPECT_EQ(read(with(R"("tool_choice":"required")")).tool_choice->mode,
            llm::ToolChoice::Mode::required);
}

TEST(ReadRequest, ReadsTheShapeThatTheAnswerMustHave) {
  using Kind = llm::ResponseFormat::Kind;
  EXPECT_EQ(read(with(R"("response_format":{"type":"json_object"})")).format->kind,
            Kind::json_object);
  const auto schema = read(with(R"("response_format":{"type":"json_schema",
    "json_schema":{"name":"n","schema":{"a":1.0},"strict":true}})"));
  EXPECT_EQ(schema.format,
            (llm::ResponseFormat{
                .kind = Kind::json_schema, .name = "n", .schema = R"({"a":1.0})", .strict = true}));
  EXPECT_EQ(read(with(R"("response_format":{"type":"grammar","grammar":"root ::= \"x\""})"))
                .format->schema,
            R"(root ::= "x")");
}

/// The field that `read_request` complains of.
std::string fault(std::string_view body) {
  const auto chat = read_request(body);
  if (chat) return "fine";
  EXPECT_EQ(chat.error().code, Errc::invalid_request);
  EXPECT_NE(chat.error().message, "");
  return chat.error().field;
}

TEST(ReadRequest, NamesTheMessageThatIsWrong) {
  EXPECT_EQ(fault(R"({"model":"m"})"), "messages");
  EXPECT_EQ(fault(with_messages("[]")), "messages");
  EXPECT_EQ(fault(with_messages(R"("hi")")), "messages");
  EXPECT_EQ(fault(with_messages(R"(["hi"])")), "messages.0");
  EXPECT_EQ(fault(with_messages(R"([{"content":"x"}])")), "messages.0.role");
  EXPECT_EQ(fault(with_messages(R"([{"role":7,"content":"x"}])")), "messages.0.role");
  EXPECT_EQ(fault(with_messages(R"([{"role":"user","content":"x"},{"role":"robot"}])")),
            "messages.1.role");
  EXPECT_EQ(fault(with_messages(R"([{"role":"user"}])")), "messages.0.content");
  EXPECT_EQ(fault(with_messages(R"([{"role":"user","content":7}])")), "messages.0.content");
  EXPECT_EQ(fault(with_messages(R"([{"role":"user","content":["x"]}])")), "messages.0.content.0");
  EXPECT_EQ(fault(with_messages(R"([{"role":"user","content":[{"type":"text"}]}])")),
            "messages.0.content.0.text");
  EXPECT_EQ(fault(with_messages(R"([{"role":"user","content":[{"type":"image_url",
    "image_url":7}]}])")),
            "messages.0.content.0.image_url");
  EXPECT_EQ(fault(with_messages(R"([{"role":"tool","content":"x"}])")), "messages.0.tool_call_id");
  EXPECT_EQ(fault(with_messages(R"([{"role":"assistant","tool_calls":[{"id":"a",
    "function":{}}]}])")),
            "messages.0.tool_calls.0.function.name");
}

TEST(ReadRequest, NamesTheOptionThatIsWrong) {
  EXPECT_EQ(fault(with(R"("temperature":"warm")")), "temperature");
  EXPECT_EQ(fault(with(R"("temperature":2.1)")), "temperature");
  EXPECT_EQ(fault(with(R"("top_p":-0.1)")), "top_p");
  EXPECT_EQ(fault(with(R"("max_tokens":0)")), "max_tokens");
  EXPECT_EQ(fault(with(R"("max_tokens":1.5)")), "max_tokens");
  EXPECT_EQ(fault(with(R"("n":0)")), "n");
  EXPECT_EQ(fault(with(R"("stop":[1])")), "stop");
  EXPECT_EQ(fault(with(R"("stop":{})")), "stop");
  EXPECT_EQ(fault(with(R"("seed":"x")")), "seed");
  EXPECT_EQ(fault(with(R"("stream":"perhaps")")), "stream");
  EXPECT_EQ(fault(with(R"("logprobs":1)")), "logprobs");
  EXPECT_EQ(fault(with(R"("top_logprobs":21)")), "top_logprobs");
  EXPECT_EQ(fault(with(R"("tools":{})")), "tools");
  EXPECT_EQ(fault(with(R"("tools":[{"type":"function"}])")), "tools.0.function");
  EXPECT_EQ(fault(with(R"("tools":[{"type":"function","function":{"name":"f",
    "parameters":[]}}])")),
            "tools.0.function.parameters");
  EXPECT_EQ(fault(with(R"("tool_choice":"maybe")")), "tool_choice");
  EXPECT_EQ(fault(with(R"("tool_choice":{"type":"function"})")), "tool_choice.function");
  EXPECT_EQ(fault(with(R"("response_format":"json")")), "response_format");
  EXPECT_EQ(fault(with(R"("response_format":{"type":"json_schema"})")),
            "response_format.json_schema");
  EXPECT_EQ(fault("[]"), "");
  EXPECT_EQ(fault("{"), "");
}

TEST(ReadRequest, SaysWhatWouldBeRight) {
  EXPECT_EQ(read_request(with(R"("temperature":2.5)")).error().message,
            "`temperature` must be a number from 0 to 2.");
  EXPECT_EQ(read_request(with_messages(R"([{"role":"robot","content":"x"}])")).error().message,
            "`messages.0.role` must be one of system, developer, user, assistant, tool.");
}

// What we have no word for is kept for those who share the spelling.
TEST(ReadRequest, KeepsWhatItDoesNotKnow) {
  using Extras = std::vector<llm::Extra>;
  EXPECT_EQ(read(with(R"("top_a":0.50,"plugins":[{"id":"web"}],"x":null)")).extras,
            (Extras{{"top_a", "0.50"}, {"plugins", R"([{"id":"web"}])"}}));
  EXPECT_EQ(read(with(R"("seed":12345678901234567890)")).extras,
            (Extras{{"seed", "12345678901234567890"}}));
  EXPECT_EQ(read(with(R"("tool_choice":{"type":"mcp"})")).extras,
            (Extras{{"tool_choice", R"({"type":"mcp"})"}}));
  EXPECT_EQ(read(with(R"("response_format":{"type":"new"})")).extras,
            (Extras{{"response_format", R"({"type":"new"})"}}));
  EXPECT_EQ(read(with(R"("x":1)")).extras_of, llm::Dialect::openai_chat);
  EXPECT_EQ(read(with(R"("tools":[{"type":"openrouter:web_search"}])")).tools.at(0),
            (llm::Tool{.kind = llm::Tool::Kind::built_in,
                       .name = "openrouter:web_search",
                       .raw = {.dialect = llm::Dialect::openai_chat,
                               .json = R"({"type":"openrouter:web_search"})"}}));
}

TEST(CheckRequest, RefusesOnlyWhatNobodyCouldUnderstand) {
  for (const auto& body :
       {with(R"("n":2)"), with(R"("top_logprobs":3)"),
        with(R"("tools":[{"type":"custom","custom":{"name":"c"}}])"),
        with(R"("response_format":{"type":"new"})"),
        with_messages(R"([{"role":"user","content":[{"type":"video_url"}]}])")}) {
    EXPECT_TRUE(check_request(body)) << body;
  }
  EXPECT_FALSE(check_request(with(R"("n":"two")")));
  EXPECT_FALSE(check_request(with_messages(R"([{"role":"robot","content":"x"}])")));
}

}  // namespace
}  // namespace quorum::openai_chat
