#include "dialects/cohere/request.hpp"

#include <gtest/gtest.h>

#include "dialects/cohere/spelling.hpp"
#include "json/writer.hpp"

namespace quorum::cohere {
namespace {

llm::Chat read(std::string_view body) {
  auto chat = read_request(body);
  EXPECT_TRUE(chat) << (chat ? "" : chat.error().message);
  return chat ? *chat : llm::Chat{};
}

std::string asking(std::string_view rest) {
  return R"({"model":"m","messages":[{"role":"user","content":"?"}],)" + std::string{rest} + "}";
}

std::string field_of(std::string_view body) {
  const auto chat = read_request(body);
  return chat ? "read" : chat.error().field;
}

TEST(Request, EveryMemberIsRead) {
  const auto chat = read(asking(
      R"("stream":true,"max_tokens":9,"temperature":0.3,"p":0.75,"k":40,"seed":7,
      "frequency_penalty":0.5,"presence_penalty":1,"stop_sequences":["a","b"],"logprobs":true,
      "thinking":{"type":"enabled","token_budget":512},"tool_choice":"REQUIRED","strict_tools":true,
      "tools":[{"type":"function","function":{"name":"f","description":"d",
      "parameters":{"type":"object"}}}],
      "response_format":{"type":"json_object","json_schema":{"type":"object"}},
      "safety_mode":"STRICT","priority":3,"raw_prompting":null)"));
  EXPECT_EQ(chat.tokens_max, 9);
  EXPECT_EQ(chat.temperature, 0.3);
  EXPECT_EQ(chat.top_p, 0.75);
  EXPECT_EQ(chat.top_k, 40);
  EXPECT_EQ(chat.seed, 7);
  EXPECT_EQ(chat.frequency_penalty, 0.5);
  EXPECT_EQ(chat.presence_penalty, 1.0);
  EXPECT_EQ(chat.stop, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(chat.logprobs);
  EXPECT_EQ(chat.thinking, (llm::Thinking{.budget_tokens = 512, .is_on = true}));
  EXPECT_EQ(chat.tool_choice, (llm::ToolChoice{.mode = llm::ToolChoice::Mode::required}));
  ASSERT_EQ(chat.tools.size(), 1U);
  EXPECT_EQ(
      chat.tools[0],
      (llm::Tool{
          .name = "f", .description = "d", .parameters = R"({"type":"object"})", .strict = true}));
  EXPECT_EQ(chat.format->schema, R"({"type":"object"})");
  EXPECT_EQ(chat.extras, (std::vector<llm::Extra>{{.name = "safety_mode", .json = R"("STRICT")"},
                                                  {.name = "priority", .json = "3"}}));
  EXPECT_EQ(chat.extras_of, llm::Dialect::cohere);
}

TEST(Request, NoLimitAndNoThoughtsAreUnderstood) {
  const auto chat = read(asking(R"("k":0,"thinking":{"type":"disabled"},"tool_choice":"NONE",
    "response_format":{"type":"text"})"));
  EXPECT_FALSE(chat.top_k);
  EXPECT_EQ(chat.thinking->is_on, false);
  EXPECT_EQ(chat.tool_choice->mode, llm::ToolChoice::Mode::none);
  EXPECT_FALSE(chat.format);
  EXPECT_EQ(read(asking(R"("response_format":{"type":"json_object"})")).format->kind,
            llm::ResponseFormat::Kind::json_object);
}

TEST(Request, AConversationWithToolsIsRead) {
  const auto chat = read(R"({"model":"m","messages":[
    {"role":"system","content":[{"type":"text","text":"Be brief."}]},
    {"role":"user","content":[{"type":"text","text":"Look:"},
      {"type":"image_url","image_url":{"url":"data:image/png;base64,AA==","detail":"low"}}]},
    {"role":"assistant","content":[{"type":"text","text":""}],"tool_plan":"I will look.",
     "tool_calls":[{"id":"f_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},
    {"role":"tool","tool_call_id":"f_1","content":[
      {"type":"document","document":{"id":"x","data":{"text":"7","url":"https://e.org"}}},
      {"type":"document","document":{"data":"plain"}},{"type":"text","text":"!"}]},
    {"role":"assistant","content":[{"type":"thinking","thinking":"so"},
      {"type":"text","text":"Seven."}]}]})");
  ASSERT_EQ(chat.messages.size(), 5U);
  EXPECT_EQ(chat.messages[0], llm::message(llm::Role::system, "Be brief."));
  const auto* image = chat.messages[1].parts.at(1).as<llm::Image>();
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(*image,
            (llm::Image{.source = {.data = "AA==", .media_type = "image/png"}, .detail = "low"}));
  const std::vector<llm::Part> called{
      {.content = llm::Reasoning{.text = "I will look."}},
      {.content = llm::ToolCall{.id = "f_1", .name = "f", .arguments = R"({"a":1})"}}};
  EXPECT_EQ(chat.messages[2].parts, called);
  EXPECT_EQ(chat.messages[3].tool_call_id, "f_1");
  EXPECT_EQ(chat.messages[3].text(), R"({"text":"7","url":"https://e.org"}plain!)");
  const std::vector<llm::Part> said{{.content = llm::Reasoning{.text = "so"}},
                                    llm::text_part("Seven.")};
  EXPECT_EQ(chat.messages[4].parts, said);
}

TEST(Request, DocumentsAreFilesOfTheLastQuestion) {
  const auto chat = read(R"({"model":"m","messages":[{"role":"user","content":"1"},
    {"role":"assistant","content":"2"},{"role":"user","content":"3"}],
    "documents":["bare",{"id":"d","data":{"text":"T","title":"N"}},
      {"data":{"snippet":"S","year":1993}},{"data":"D"}],"citation_options":{"mode":"fast"}})");
  const auto& parts = chat.messages.at(2).parts;
  ASSERT_EQ(parts.size(), 5U);
  const auto file = [&](std::size_t i) { return *parts[i].as<llm::File>(); };
  EXPECT_EQ(file(0), (llm::File{.text = "bare", .wants_citations = true}));
  EXPECT_EQ(file(1), (llm::File{.name = "N", .text = "T", .wants_citations = true}));
  EXPECT_EQ(file(2).text, R"({"snippet":"S","year":1993})");
  EXPECT_EQ(file(3).text, "D");
  EXPECT_EQ(chat.messages[0].parts.size(), 1U);
  EXPECT_TRUE(chat.extras.empty());
  const auto uncited = read(asking(R"("documents":["a"],"citation_options":{"mode":"OFF"})"));
  EXPECT_FALSE(uncited.messages[0].parts[0].as<llm::File>()->wants_citations);
  const auto lonely = read(R"({"model":"m","messages":[{"role":"system","content":"1"}],
    "documents":["a"]})");
  EXPECT_EQ(lonely.messages.at(1).role, llm::Role::user);
}

TEST(Request, SealsComeBackFromWhereTheyWerePut) {
  const auto chat = read(R"({"model":"m","messages":[{"role":"assistant","content":[
    {"type":"thinking","thinking":"hm","signature":"quorum.anthropic.s..abc"}],
    "tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"},
    "signature":"quorum.google.s..xyz"}]}]})");
  const auto& parts = chat.messages.at(0).parts;
  EXPECT_EQ(parts.at(0).as<llm::Reasoning>()->seal,
            (llm::Seal{.maker = llm::Maker::anthropic, .data = "abc"}));
  EXPECT_EQ(parts.at(1).as<llm::ToolCall>()->seal,
            (llm::Seal{.maker = llm::Maker::google, .data = "xyz"}));
}

TEST(Request, PartsThatWeDoNotKnowAreKeptForCohere) {
  const auto chat = read(R"({"model":"m","messages":[{"role":"user","content":[
    {"type":"text","text":"a"},{"type":"hologram","hologram":{"x":1}}]}],"documents":["d"],
    "safety_mode":"OFF"})");
  const auto outgoing = write_request(
      chat, {.model = "m", .delivery = dialects::Delivery::whole, .quirks = dialects::Quirks{}});
  EXPECT_EQ(outgoing.body,
            R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a"},)"
            R"({"type":"hologram","hologram":{"x":1}}]}],"stream":false,)"
            R"("documents":[{"id":"doc:0","data":{"text":"d"}}],"safety_mode":"OFF"})");
  EXPECT_TRUE(outgoing.dropped.empty());
}

TEST(Request, FaultsNameTheirField) {
  EXPECT_EQ(field_of(R"({"model":"m"})"), "messages");
  EXPECT_EQ(field_of(R"({"model":"m","messages":[]})"), "messages");
  EXPECT_EQ(field_of(R"({"model":"m","messages":"x"})"), "messages");
  EXPECT_EQ(field_of(R"({"model":"m","messages":[1]})"), "messages.0");
  EXPECT_EQ(field_of(R"({"messages":[{"role":"chatbot","content":""}]})"), "messages.0.role");
  EXPECT_EQ(field_of(R"({"messages":[{"role":"user"}]})"), "messages.0.content");
  EXPECT_EQ(field_of(R"({"messages":[{"role":"user","content":7}]})"), "messages.0.content");
  EXPECT_EQ(field_of(R"({"messages":[{"role":"user","content":[7]}]})"), "messages.0.content.0");
  EXPECT_EQ(field_of(R"({"messages":[{"role":"user","content":[{}]}]})"),
            "messages.0.content.0.type");
  EXPECT_EQ(field_of(R"({"messages":[{"role":"user","content":[{"type":"image_url"}]}]})"),
            "messages.0.content.0.image_url");
  EXPECT_EQ(field_of(R"({"messages":[{"role":"tool","content":"x"}]})"), "messages.0.tool_call_id");
  EXPECT_EQ(field_of(R"({"messages":[{"role":"assistant","tool_calls":[{"id":"1"}]}]})"),
            "messages.0.tool_calls.0.function");
  EXPECT_EQ(field_of(asking(R"("tools":[{"type":"web"}])")), "tools.0.type");
  EXPECT_EQ(field_of(asking(R"("tool_choice":"sometimes")")), "tool_choice");
  EXPECT_EQ(field_of(asking(R"("response_format":{"type":"xml"})")), "response_format.type");
  EXPECT_EQ(field_of(asking(R"("thinking":{"type":"deep"})")), "thinking.type");
  EXPECT_EQ(field_of(asking(R"("documents":[{}])")), "documents.0.data");
  EXPECT_EQ(field_of(asking(R"("stop_sequences":[1])")), "stop_sequences");
  EXPECT_EQ(field_of(asking(R"("frequency_penalty":2)")), "frequency_penalty");
  EXPECT_EQ(field_of(asking(R"("p":"x")")), "p");
}

}  // namespace
}  // namespace quorum::cohere
