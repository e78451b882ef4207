// What is written is what was meant: random requests and answers come back as they went.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>

#include "dialects/cohere/reply.hpp"
#include "dialects/cohere/request.hpp"
#include "dialects/cohere/spelling.hpp"
#include "dialects/cohere/writer.hpp"
#include "sse/parser.hpp"
#include "testkit/answer.hpp"

namespace quorum::cohere {
namespace {

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>{0, limit - 1}(engine_);
  }
  bool coin() { return below(2) == 0; }

  std::string text() {
    constexpr std::array<std::string_view, 9> kBits{"a", "\"", "\\",     "\n",  "\r\n",
                                                    "Ä", "😀", "data: ", "\x01"};
    std::string made;
    for (auto left = below(6); left > 0; --left) made += kBits[below(kBits.size())];
    return made;
  }
  std::string word() { return "w" + text(); }
  std::string object() {
    constexpr std::array<std::string_view, 4> kObjects{
        "{}", R"({"a":1.50})", R"({"q":"\"","n":[null,{"x":-1e9}]})", "{ \"s\" : \"\\u00e4\" }"};
    return std::string{kObjects[below(kObjects.size())]};
  }

 private:
  std::mt19937 engine_;
};

void add_turn(Chance& chance, llm::Chat& chat) {
  llm::Message message{.role = llm::Role::assistant};
  if (chance.coin()) message.parts.push_back({.content = llm::Reasoning{.text = chance.word()}});
  const auto calls = chance.below(3);
  if (calls == 0) message.parts.push_back(llm::text_part(chance.word()));
  for (std::size_t i = 0; i < calls; ++i) {
    message.parts.push_back({.content = llm::ToolCall{.id = chance.word() + std::to_string(i),
                                                      .name = chance.word(),
                                                      .arguments = chance.object()}});
  }
  chat.messages.push_back(message);
  for (const auto* call : message.tool_calls()) {
    auto result = llm::message(llm::Role::tool, chance.word());
    result.tool_call_id = call->id;
    chat.messages.push_back(std::move(result));
  }
}

void ask_for_more(Chance& chance, llm::Chat& chat) {
  if (chance.coin()) chat.temperature = static_cast<double>(chance.below(200)) / 128;
  if (chance.coin()) chat.top_k = static_cast<std::int64_t>(1 + chance.below(100));
  if (chance.coin()) chat.seed = static_cast<std::int64_t>(chance.below(100));
  if (chance.coin()) chat.tokens_max = static_cast<std::int64_t>(1 + chance.below(100));
  if (chance.coin()) chat.stop = {chance.word(), chance.word()};
  if (chance.coin()) chat.thinking = llm::Thinking{.is_on = chance.coin()};
  if (chance.coin()) {
    chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                      .schema = R"({"type":"object"})"};
  }
  if (chance.coin()) {
    chat.tools = {{.name = chance.word(), .parameters = chance.object()}};
    if (chance.coin()) chat.tool_choice = {.mode = llm::ToolChoice::Mode::required};
  }
  if (chance.coin()) chat.extras = {{.name = "priority", .json = "3"}};
  chat.extras_of = llm::Dialect::cohere;
}

llm::Chat random_chat(Chance& chance) {
  llm::Chat chat{.messages = {llm::message(llm::Role::user, chance.word())}};
  if (chance.coin()) {
    chat.messages[0].parts.push_back(
        {.content = llm::Image{.source = {.data = "iVBORw0KGgoA", .media_type = "image/png"}}});
  }
  for (auto turns = chance.below(4); turns > 0; --turns) add_turn(chance, chat);
  auto last = llm::message(llm::Role::user, chance.word());
  if (chance.coin()) {
    last.parts.insert(last.parts.begin(), {.content = llm::File{.name = chance.word(),
                                                                .text = chance.word(),
                                                                .wants_citations = chance.coin()}});
  }
  chat.messages.push_back(std::move(last));
  ask_for_more(chance, chat);
  return chat;
}

TEST(Random, RequestsComeBackAsTheyWent) {
  const dialects::Quirks quirks;
  for (unsigned seed = 0; seed < 500; ++seed) {
    Chance chance{seed};
    const auto chat = random_chat(chance);
    const auto outgoing = write_request(
        chat, {.model = "m", .delivery = dialects::Delivery::streamed, .quirks = quirks});
    EXPECT_TRUE(outgoing.dropped.empty());
    const auto again = read_request(outgoing.body);
    ASSERT_TRUE(again) << again.error().message << outgoing.body;
    ASSERT_EQ(*again, chat) << seed << outgoing.body;
  }
}

std::vector<llm::Delta> random_answer(Chance& chance) {
  std::vector<llm::Delta> deltas{{.id = "1"}};
  for (auto left = chance.below(8); left > 0; --left) {
    auto& delta = deltas.emplace_back();
    if (chance.coin()) delta.reasoning = chance.text();
    if (chance.coin()) delta.text = chance.text();
  }
  const auto calls = chance.below(4);
  for (std::size_t i = 0; i < calls; ++i) {
    deltas.push_back(
        {.tool_calls = {{.index = i, .id = "c" + std::to_string(i), .name = chance.word()}}});
  }
  std::vector<std::string> left(calls);
  for (auto& arguments : left) arguments = chance.object();
  // Their pieces come in any order.
  for (bool is_any_left = calls > 0; is_any_left;) {
    const auto i = chance.below(calls);
    const auto count = std::min(left[i].size(), chance.below(5));
    if (count > 0) {
      deltas.push_back({.tool_calls = {{.index = i, .arguments = left[i].substr(0, count)}}});
      left[i].erase(0, count);
    }
    is_any_left = std::ranges::any_of(left, [](const auto& rest) { return !rest.empty(); });
  }
  const auto finish = calls > 0 ? llm::Finish::tool_calls : llm::Finish::stop;
  deltas.push_back(
      {.finish = chance.coin() ? finish : llm::Finish::length,
       .usage = llm::Usage{.prompt = static_cast<std::int64_t>(chance.below(99)),
                           .completion = static_cast<std::int64_t>(chance.below(99))}});
  return deltas;
}

testkit::Answer read_stream(std::string_view stream) {
  sse::Parser parser{1 << 20};
  StreamReader reader{"acme"};
  std::vector<sse::Event> events;
  std::vector<llm::Delta> deltas;
  EXPECT_TRUE(parser.push(stream, events));
  for (const auto& event : events) {
    EXPECT_TRUE(reader.read(event.name, event.data, deltas)) << event.data;
  }
  EXPECT_TRUE(reader.end(deltas));
  return testkit::add_up(deltas);
}

TEST(Random, AnswersComeBackAsTheyWent) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    Chance chance{seed};
    const auto deltas = random_answer(chance);
    const auto said = testkit::add_up(deltas);
    StreamWriter stream{{.id = "1", .model = "m"}};
    ReplyWriter reply{{.id = "1", .model = "m"}};
    std::string out;
    for (const auto& delta : deltas) {
      stream.write(delta, out);
      reply.add(delta);
    }
    stream.end(out);
    ASSERT_EQ(read_stream(out), said) << seed << "\n" << out;
    const auto whole = read_reply("acme", reply.end());
    ASSERT_TRUE(whole);
    ASSERT_EQ(testkit::add_up(*whole), said) << seed;
  }
}

}  // namespace
}  // namespace quorum::cohere
