#include "dialects/openai_responses/spelling.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "dialects/openai_responses/answer_fixture.hpp"
#include "dialects/openai_responses/request.hpp"

namespace quorum::openai_responses {
namespace {

using llm::Message;
using llm::Role;

dialects::Outgoing written(const llm::Chat& chat, const dialects::Quirks& quirks = {},
                           dialects::Delivery delivery = dialects::Delivery::whole) {
  return write_request(chat, {.model = "m", .delivery = delivery, .quirks = quirks});
}

llm::Chat asking() { return {.messages = {llm::message(Role::user, "hi")}}; }

TEST(Spelling, NothingIsKeptAtTheVendorsUnasked) {
  EXPECT_EQ(written(asking()).body,
            R"({"model":"m","input":[{"role":"user","content":"hi"}],"store":false,)"
            R"("include":["reasoning.encrypted_content"]})");
  const auto streamed = written(asking(), {}, dialects::Delivery::streamed).body;
  EXPECT_TRUE(streamed.ends_with(R"("stream":true})"));
}

TEST(Spelling, WhatTheDialectLacksIsNamed) {
  auto chat = asking();
  chat.stop = {"x"};
  chat.answers = 2;
  chat.seed = 1;
  chat.frequency_penalty = 0.5;
  chat.presence_penalty = 0.5;
  chat.top_k = 5;
  chat.logit_bias = "{}";
  chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::grammar};
  chat.extras = {{"prediction", "{}"}, {"prompt_cache_retention", R"("24h")"}};
  chat.extras_of = llm::Dialect::openai_chat;
  const auto outgoing = written(chat);
  EXPECT_EQ(outgoing.dropped,
            (std::vector<std::string>{"response_format", "prediction", "top_k", "frequency_penalty",
                                      "presence_penalty", "seed", "n", "stop", "logit_bias"}));
  EXPECT_NE(outgoing.body.find(R"("prompt_cache_retention":"24h")"), std::string::npos);
}

TEST(Spelling, ModelsThatReasonAreNotAskedToSample) {
  auto chat = asking();
  chat.temperature = 0.5;
  chat.top_p = 0.5;
  chat.logprobs = true;
  const auto outgoing = written(chat, {.openai = {.refuses_sampling = true}});
  EXPECT_EQ(outgoing.dropped, (std::vector<std::string>{"temperature", "top_p", "logprobs"}));
  EXPECT_EQ(outgoing.body.find("temperature"), std::string::npos);
}

TEST(Spelling, ALimitBelowTheLeastIsRaisedAndTold) {
  auto chat = asking();
  chat.tokens_max = 5;
  const auto outgoing = written(chat);
  EXPECT_NE(outgoing.body.find(R"("max_output_tokens":16)"), std::string::npos);
  EXPECT_EQ(outgoing.emulated, std::vector<std::string>{"max_completion_tokens"});
}

TEST(Spelling, ABudgetIsToldAsAnEffort) {
  const auto effort = [](llm::Thinking thinking) {
    auto chat = asking();
    chat.thinking = std::move(thinking);
    const auto body = written(chat).body;
    const auto document = json::Document::parse(body);
    return std::string{document->root()["reasoning"]["effort"].string().value_or("-")};
  };
  EXPECT_EQ(effort({.budget_tokens = 512}), "low");
  EXPECT_EQ(effort({.budget_tokens = 2048}), "medium");
  EXPECT_EQ(effort({.budget_tokens = 16'000}), "high");
  EXPECT_EQ(effort({.is_on = false}), "none");
  EXPECT_EQ(effort({.is_on = true}), "medium");
  EXPECT_EQ(effort({.effort = "xhigh", .budget_tokens = 1}), "xhigh");
  EXPECT_EQ(effort({.summary = "auto"}), "-");
}

TEST(Spelling, AUsersNameTooLongForItsPlaceGoesWhereItFits) {
  auto chat = asking();
  chat.user_id = std::string(64, 'u');
  EXPECT_NE(written(chat).body.find("safety_identifier"), std::string::npos);
  chat.user_id += 'u';
  EXPECT_EQ(written(chat).body.find("safety_identifier"), std::string::npos);
  EXPECT_NE(written(chat).body.find(R"("user":)"), std::string::npos);
}

/// Random chats of all that the dialect can say, spelled in the one way in which we spell it.
class RandomChat {
 public:
  explicit RandomChat(unsigned seed) : random_(seed) {}

  llm::Chat make() {
    llm::Chat chat;
    if (coin()) chat.messages.push_back(llm::message(Role::system, text()));
    for (std::size_t turn = pick(4) + 1; turn-- > 0;) add_turn(chat);
    if (coin()) chat.temperature = 0.25 * static_cast<double>(pick(8));
    if (coin()) chat.top_p = 0.5;
    if (coin()) chat.tokens_max = 16 + static_cast<std::int64_t>(pick(1000));
    if (coin()) chat.top_logprobs = static_cast<std::int64_t>(pick(20)) + 1;
    chat.logprobs = chat.top_logprobs > 0;
    for (std::size_t i = pick(3); i-- > 0;) add_tool(chat);
    if (coin()) chat.tool_choice = {.mode = llm::ToolChoice::Mode::required};
    if (coin()) chat.parallel_tool_calls = coin();
    if (coin()) chat.thinking = llm::Thinking{.effort = "low", .summary = coin() ? "auto" : ""};
    if (coin()) chat.verbosity = "high";
    if (coin()) chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_object};
    if (coin()) chat.metadata = R"({"k":"v"})";
    if (coin()) chat.user_id = "u";
    if (coin()) chat.service_tier = "flex";
    if (coin()) chat.cache_key = text();
    chat.store = coin();
    if (coin()) chat.extras.push_back({"truncation", R"("auto")"});
    chat.extras_of = llm::Dialect::openai_responses;
    chat.include_usage = true;
    return chat;
  }

 private:
  std::size_t pick(std::size_t below) { return random_() % below; }
  bool coin() { return pick(2) == 0; }
  std::string text() {
    constexpr std::string_view kTexts[] = {"a", "é\n\"quoted\"", "data: x\r\n", "日本", "\\u0000 "};
    return std::string{kTexts[pick(std::size(kTexts))]};
  }

  llm::Part user_part() {
    const llm::Part parts[] = {
        llm::text_part(text()),
        {.content = llm::Text{.text = text()}, .cache = llm::CacheHint{}},
        {.content = llm::Image{.source = {.url = "https://x/y.png"}, .detail = "low"}},
        {.content =
             llm::Image{.source = {.data = "AA", .media_type = "image/png"}, .detail = "auto"}},
        {.content =
             llm::File{.source = {.data = "BB", .media_type = "application/pdf"}, .name = "n"}},
        {.content = llm::File{.source = {.file_id = "file-1"}}}};
    return parts[pick(std::size(parts))];
  }

  void add_turn(llm::Chat& chat) {
    Message user{.role = coin() ? Role::user : Role::developer};
    for (std::size_t i = pick(3) + 1; i-- > 0;) user.parts.push_back(user_part());
    chat.messages.push_back(std::move(user));
    Message assistant{.role = Role::assistant};
    std::vector<std::string> ids;
    for (std::size_t i = pick(4) + 1; i-- > 0;) assistant.parts.push_back(said(ids));
    chat.messages.push_back(std::move(assistant));
    for (auto& id : ids) {
      Message answer{.role = Role::tool, .tool_call_id = std::move(id)};
      for (std::size_t i = pick(2) + 1; i-- > 0;) answer.parts.push_back(user_part());
      chat.messages.push_back(std::move(answer));
    }
  }

  llm::Part said(std::vector<std::string>& ids) {
    switch (pick(4)) {
      case 0: return llm::text_part(text());
      case 1: return {.content = llm::Refusal{.text = text()}};
      case 2:
        return {.content = llm::Reasoning{.text = coin() ? text() : "",
                                          .seal = llm::Seal{.maker = llm::Maker::openai,
                                                            .form = llm::Seal::Form::encrypted,
                                                            .data = "gAAA",
                                                            .id = coin() ? "rs_1" : ""}}};
      default:
        ids.push_back("call_" + std::to_string(++calls_));
        return {.content = llm::ToolCall{
                    .id = ids.back(),
                    .name = "f",
                    .arguments = R"({"x":1})",
                    .kind = coin() ? llm::ToolCall::Kind::function : llm::ToolCall::Kind::custom}};
    }
  }

  void add_tool(llm::Chat& chat) {
    llm::Tool tool{.name = "f", .description = text(), .strict = coin()};
    if (coin()) tool.parameters = R"({"type":"object"})";
    chat.tools.push_back(std::move(tool));
  }

  std::mt19937 random_;
  int calls_ = 0;
};

TEST(Spelling, WhateverIsWrittenIsReadAgainAsItWas) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    const auto chat = RandomChat{seed}.make();
    const auto outgoing = written(chat);
    EXPECT_TRUE(outgoing.dropped.empty()) << outgoing.dropped.front();
    const auto again = read_request(outgoing.body);
    ASSERT_TRUE(again) << again.error().message;
    ASSERT_TRUE(*again == chat) << "seed " << seed << ": " << outgoing.body;
  }
}

/// By the schema, "exactly one" kind of item may fit, but every message of parts fits two of them,
/// OpenAI's own examples included: items are therefore held against the kinds one by one.
std::string request_faults(const Schemas& schemas, std::string_view body) {
  const auto document = json::Document::parse(body);
  const auto input = document->root()["input"];
  for (const auto item : input) {
    const auto faults = schemas.faults("Item", item.raw());
    if (!faults.empty() && !schemas.faults("EasyInputMessage", item.raw()).empty()) return faults;
  }
  std::string rest{body};
  rest.replace(rest.find(input.raw()), input.raw().size(), "[]");
  return schemas.faults("CreateResponse", rest);
}

TEST(Spelling, WhatIsWrittenIsValid) {
  const Schemas schemas;
  for (unsigned seed = 0; seed < 60; ++seed) {
    auto chat = RandomChat{seed}.make();
    // OpenAI takes sealed thoughts without their id; its schema does not.
    for (auto& message : chat.messages) {
      for (auto& part : message.parts) {
        auto* thoughts = std::get_if<llm::Reasoning>(&part.content);
        if (thoughts != nullptr) thoughts->seal->id = "rs_1";
      }
    }
    EXPECT_EQ(request_faults(schemas, written(chat).body), "") << seed;
  }
}

}  // namespace
}  // namespace quorum::openai_responses
