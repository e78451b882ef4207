// What is written is what was meant: random requests and answers come back as they went.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

#include "dialects/ollama/reply.hpp"
#include "dialects/ollama/request.hpp"
#include "dialects/ollama/spelling.hpp"
#include "dialects/ollama/writer.hpp"
#include "sse/lines.hpp"
#include "testkit/answer.hpp"

namespace quorum::ollama {
namespace {

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>{0, limit - 1}(engine_);
  }
  bool coin() { return below(2) == 0; }

  /// Words that are hard to spell: quotes, line ends, tags, letters beyond ASCII, nothing at all.
  std::string text() {
    constexpr std::array<std::string_view, 10> kBits{"a",        "\"",      "\\", "\n", "\r\n",
                                                     "</think>", "<think>", "Ä",  "😀", "\x01"};
    std::string made;
    for (auto left = below(6); left > 0; --left) made += kBits[below(kBits.size())];
    return made;
  }

  /// The same with something in it, and no tag in front.
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
  if (chance.coin()) message.parts.push_back(llm::text_part(chance.word()));
  const auto calls = chance.below(3);
  const auto first = chat.messages.size();
  for (std::size_t i = 0; i < calls; ++i) {
    const auto id = "call_" + std::to_string(first) + "_" + std::to_string(i);
    message.parts.push_back(
        {.content = llm::ToolCall{.id = id, .name = chance.word(), .arguments = chance.object()}});
  }
  chat.messages.push_back(message);
  for (const auto* call : message.tool_calls()) {
    llm::Message result{.role = llm::Role::tool, .name = call->name, .tool_call_id = call->id};
    if (chance.coin()) result.parts.push_back(llm::text_part(chance.word()));
    chat.messages.push_back(std::move(result));
  }
}

llm::Chat random_chat(Chance& chance) {
  llm::Chat chat{.messages = {llm::message(llm::Role::user, chance.word())}};
  if (chance.coin()) {
    chat.messages[0].parts.push_back(
        {.content = llm::Image{.source = {.data = "iVBORw0KGgoA", .media_type = "image/png"}}});
  }
  for (auto turns = chance.below(4); turns > 0; --turns) add_turn(chance, chat);
  if (chance.coin()) chat.temperature = static_cast<double>(chance.below(200)) / 128;
  if (chance.coin()) chat.top_k = static_cast<std::int64_t>(chance.below(100));
  if (chance.coin()) chat.seed = static_cast<std::int64_t>(chance.below(100)) - 50;
  if (chance.coin()) chat.tokens_max = static_cast<std::int64_t>(1 + chance.below(100));
  if (chance.coin()) chat.stop = {chance.word(), chance.word()};
  if (chance.coin()) chat.tools = {{.name = chance.word(), .parameters = chance.object()}};
  if (chance.coin()) chat.thinking = llm::Thinking{.is_on = chance.coin()};
  if (chance.coin()) {
    chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                      .schema = R"({"type":"object"})"};
  }
  if (chance.coin()) chat.extras = {{.name = "options.num_ctx", .json = "4096"}};
  chat.extras_of = llm::Dialect::ollama_chat;
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
    const auto again = read_chat(outgoing.body);
    ASSERT_TRUE(again) << again.error().message << outgoing.body;
    ASSERT_EQ(*again, chat) << seed << outgoing.body;
  }
}

std::vector<llm::Delta> random_answer(Chance& chance) {
  // A first thought, so that no tag in the words can be taken for one.
  std::vector<llm::Delta> deltas{{.reasoning = chance.word()}};
  for (auto left = chance.below(8); left > 0; --left) {
    auto& delta = deltas.emplace_back();
    if (chance.coin()) delta.reasoning = chance.text();
    if (chance.coin()) delta.text = chance.text();
  }
  const auto calls = chance.below(4);
  for (std::size_t i = 0; i < calls; ++i) {
    const auto object = chance.object();
    const auto cut = chance.below(object.size());
    deltas.push_back({.tool_calls = {{.index = i,
                                      .id = "c" + std::to_string(i),
                                      .name = chance.word(),
                                      .arguments = object.substr(0, cut)}}});
    deltas.push_back({.tool_calls = {{.index = i, .arguments = object.substr(cut)}}});
  }
  const auto whole = calls > 0 ? llm::Finish::tool_calls : llm::Finish::stop;
  deltas.push_back(
      {.finish = chance.coin() ? whole : llm::Finish::length,
       .usage = llm::Usage{.prompt = static_cast<std::int64_t>(chance.below(99)),
                           .completion = static_cast<std::int64_t>(chance.below(99))}});
  return deltas;
}

testkit::Answer read_stream(std::string_view stream) {
  sse::Lines cutter{1 << 20};
  StreamReader reader{"acme"};
  std::vector<std::string> lines;
  std::vector<llm::Delta> deltas;
  EXPECT_TRUE(cutter.push(stream, lines));
  EXPECT_FALSE(cutter.is_inside_line());
  for (const auto& line : lines) EXPECT_TRUE(reader.read({}, line, deltas)) << line;
  EXPECT_TRUE(reader.end(deltas));
  return testkit::add_up(deltas);
}

TEST(Random, AnswersComeBackAsTheyWent) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    Chance chance{seed};
    const auto deltas = random_answer(chance);
    auto said = testkit::add_up(deltas);
    said.model = "m";
    for (const auto endpoint : {Endpoint::chat, Endpoint::generate}) {
      StreamWriter stream{endpoint, {.model = "m"}};
      ReplyWriter reply{endpoint, {.model = "m"}};
      std::string out;
      for (const auto& delta : deltas) {
        stream.write(delta, out);
        reply.add(delta);
      }
      stream.end(out);
      ASSERT_EQ(read_stream(out), said) << seed << "\n" << out;
      const auto whole = read_reply("acme", reply.end());
      ASSERT_TRUE(whole);
      ASSERT_EQ(testkit::add_up({*whole}), said) << seed;
    }
  }
}

}  // namespace
}  // namespace quorum::ollama
