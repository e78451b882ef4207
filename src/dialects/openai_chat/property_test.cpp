// Random chats and answers survive being written and read: nothing that OpenAI's spelling has a
// place for is lost.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "dialects/openai_chat/reply.hpp"
#include "dialects/openai_chat/reply_writer.hpp"
#include "dialects/openai_chat/request.hpp"
#include "dialects/openai_chat/spelling.hpp"
#include "dialects/openai_chat/writer.hpp"
#include "sse/parser.hpp"

namespace quorum::openai_chat {
namespace {

using llm::Seal;

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool coin() { return below(2) == 0; }

  std::string text() {
    constexpr std::array<std::string_view, 8> kPieces{"a", "\"", "\\",   "\n",
                                                      "é", "漢", "\x01", "</x>"};
    std::string made = "t";
    for (auto left = below(6); left > 0; --left) made += kPieces[below(kPieces.size())];
    return made;
  }
  std::optional<double> number() {
    if (coin()) return std::nullopt;
    return static_cast<double>(below(8)) / 8;
  }
  Seal seal() {
    constexpr std::array kMakers{llm::Maker::openai, llm::Maker::anthropic, llm::Maker::xai,
                                 llm::Maker::mistral, llm::Maker::amazon};
    Seal seal{.maker = kMakers[below(kMakers.size())], .data = text()};
    if (coin()) {
      seal.form = Seal::Form::encrypted;
      if (coin()) seal.id = "rs_" + text();
    }
    return seal;
  }

 private:
  std::mt19937 random_;
};

/// What `details` of OpenRouter's can tell apart: of two thoughts without a seal side by side, it
/// knows only the sum.
void add_thoughts(Dice& dice, llm::Message& message) {
  for (auto left = dice.below(3); left > 0; --left) {
    message.parts.push_back({.content = llm::Reasoning{.text = dice.text(), .seal = dice.seal()}});
  }
  if (dice.coin()) message.parts.push_back({.content = llm::Reasoning{.text = dice.text()}});
}

llm::Part user_part(Dice& dice) {
  llm::Part part = llm::text_part(dice.text());
  switch (dice.below(5)) {
    case 0: part.content = llm::Image{.source = {.url = "https://x/" + dice.text()}}; break;
    case 1:
      part.content = llm::Audio{.source = {.data = "AAAA", .media_type = "audio/mpeg"}};
      break;
    case 2:
      part.content = llm::File{.source = {.data = "AAAA", .media_type = "application/pdf"},
                               .name = dice.text()};
      break;
    default: break;
  }
  if (dice.coin()) part.cache = llm::CacheHint{.ttl_s = dice.coin() ? 300 : 3600};
  return part;
}

llm::Message user_message(Dice& dice) {
  llm::Message message{.role = llm::Role::user};
  if (dice.coin()) message.name = "ada";
  message.parts.push_back(user_part(dice));
  while (dice.coin()) message.parts.push_back(user_part(dice));
  return message;
}

void add_turn(Dice& dice, llm::Chat& chat) {
  chat.messages.push_back(user_message(dice));
  llm::Message answer{.role = llm::Role::assistant};
  add_thoughts(dice, answer);
  if (dice.coin()) answer.parts.push_back(llm::text_part(dice.text()));
  if (dice.coin()) answer.parts.push_back({.content = llm::Refusal{.text = dice.text()}});
  const auto first = answer.parts.size();
  for (auto left = dice.below(3); left > 0; --left) {
    llm::ToolCall call{.id = "c" + std::to_string(chat.messages.size() * 10 + left),
                       .name = "f",
                       .arguments = R"({"a":1.50})"};
    if (dice.coin()) call.seal = Seal{.maker = llm::Maker::google, .data = dice.text()};
    if (dice.below(4) == 0) call.kind = llm::ToolCall::Kind::custom;
    answer.parts.push_back({.content = std::move(call)});
  }
  if (answer.parts.empty()) answer.parts.push_back(llm::text_part(dice.text()));
  chat.messages.push_back(answer);
  for (auto at = first; at < answer.parts.size(); ++at) {
    const auto* call = answer.parts[at].as<llm::ToolCall>();
    if (call == nullptr) continue;
    auto result = llm::message(llm::Role::tool, dice.text());
    result.tool_call_id = call->id;
    chat.messages.push_back(std::move(result));
  }
}

llm::Chat random_chat(Dice& dice) {
  llm::Chat chat{.messages = {llm::message(llm::Role::developer, dice.text())}};
  for (auto left = 1 + dice.below(3); left > 0; --left) add_turn(dice, chat);
  chat.temperature = dice.number();
  chat.top_p = dice.number();
  chat.min_p = dice.number();
  chat.presence_penalty = dice.number();
  if (dice.coin()) chat.tokens_max = 1 + static_cast<std::int64_t>(dice.below(9));
  if (dice.coin()) chat.answers = 2;
  if (dice.coin()) chat.stop = {dice.text(), dice.text()};
  if (dice.coin()) chat.logit_bias = R"({"50256":-100})";
  if (dice.coin()) chat.metadata = R"({"k":"v"})";
  if (dice.coin()) chat.user_id = dice.text();
  if (dice.coin()) chat.service_tier = "flex";
  if (dice.coin()) chat.cache_key = dice.text();
  if (dice.coin()) chat.store = true;
  if (dice.coin()) chat.verbosity = "low";
  if (dice.coin()) chat.outputs = {"text", "audio"};
  if (dice.coin()) chat.audio = R"({"voice":"alloy","format":"wav"})";
  if (dice.coin()) chat.thinking = llm::Thinking{.effort = "low"};
  if (dice.coin()) {
    chat.extras = {{"prediction", R"({"type":"content","content":"x"})"}};
    chat.extras_of = llm::Dialect::openai_chat;
  }
  if (dice.coin()) {
    chat.tools.push_back({.name = "f", .description = dice.text(), .parameters = R"({"a":1})"});
    chat.tool_choice = llm::ToolChoice{.mode = llm::ToolChoice::Mode::required, .allowed = {"f"}};
    chat.parallel_tool_calls = false;
  }
  if (dice.coin()) {
    chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                      .name = "n",
                                      .description = dice.text(),
                                      .schema = "{}",
                                      .strict = true};
  }
  chat.include_usage = true;
  return chat;
}

TEST(Property, EveryChatReadsBackTheSame) {
  const Spelling spelling{.takes_developer = true,
                          .takes_more_sampling = true,
                          .thoughts = Spelling::Thoughts::details,
                          .cache_marks = Spelling::CacheMarks::cache_control,
                          .takes_custom_tools = true,
                          .takes_allowed_tools = true};
  for (unsigned seed = 0; seed < 500; ++seed) {
    Dice dice{seed};
    const auto chat = random_chat(dice);
    const auto written = write_request(chat, "m", Delivery::streamed, spelling);
    EXPECT_TRUE(written.dropped.empty()) << written.dropped.front();
    const auto read = read_request(written.body);
    ASSERT_TRUE(read) << read.error().message << written.body;
    ASSERT_EQ(*read, chat) << seed << ": " << written.body;
  }
}

/// What an answer comes to, however it is cut into deltas.
struct Sum {
  std::vector<llm::Reasoning> thoughts;
  llm::Delta rest;
  bool operator==(const Sum&) const = default;
};

std::vector<Sum> sums(const std::vector<llm::Delta>& deltas) {
  std::vector<Sum> sums(2);
  for (const auto& delta : deltas) {
    auto& [thoughts, rest] = sums.at(delta.choice);
    if (!delta.reasoning.empty() || delta.reasoning_seal) {
      if (thoughts.empty() || thoughts.back().seal) thoughts.emplace_back();
      thoughts.back().text += delta.reasoning;
      thoughts.back().seal = delta.reasoning_seal;
    }
    rest.text += delta.text;
    rest.refusal += delta.refusal;
    if (delta.text_seal) rest.text_seal = delta.text_seal;
    for (const auto& citation : delta.citations) rest.citations.push_back(citation);
    for (const auto& call : delta.tool_calls) {
      if (call.index >= rest.tool_calls.size()) rest.tool_calls.resize(call.index + 1);
      auto& whole = rest.tool_calls[call.index];
      whole.index = call.index;
      whole.kind = call.kind;
      whole.id += call.id;
      whole.name += call.name;
      whole.arguments += call.arguments;
      if (call.seal) whole.seal = call.seal;
    }
    if (delta.finish) rest.finish = delta.finish;
    rest.stop_sequence += delta.stop_sequence;
    if (delta.usage) sums[0].rest.usage = delta.usage;
    sums[0].rest.service_tier += delta.service_tier;
  }
  return sums;
}

void add_answer(Dice& dice, std::size_t choice, std::vector<llm::Delta>& deltas) {
  const auto add = [&](llm::Delta delta) {
    delta.choice = choice;
    deltas.push_back(std::move(delta));
  };
  for (auto left = dice.below(3); left > 0; --left) {
    while (dice.coin()) add({.reasoning = dice.text()});
    add({.reasoning = dice.coin() ? dice.text() : "", .reasoning_seal = dice.seal()});
  }
  while (dice.coin()) add({.text = dice.text()});
  if (dice.coin()) add({.text_seal = Seal{.maker = llm::Maker::google, .data = dice.text()}});
  if (dice.coin()) {
    add({.citations = {{.url = "u", .title = dice.text(), .begin = 0, .end = 1}}});
  }
  if (dice.coin()) add({.refusal = dice.text()});
  for (std::size_t index = 0; index < dice.below(3); ++index) {
    llm::ToolCallDelta call{.index = index, .id = "c" + std::to_string(index), .name = "f"};
    if (dice.coin()) call.kind = llm::ToolCall::Kind::custom;
    if (dice.coin()) call.seal = Seal{.maker = llm::Maker::google, .data = dice.text()};
    const auto kind = call.kind;
    add({.tool_calls = {std::move(call)}});
    while (dice.coin()) {
      add({.tool_calls = {{.index = index, .arguments = dice.text(), .kind = kind}}});
    }
  }
  add({.finish = llm::Finish::length, .stop_sequence = dice.coin() ? "END" : ""});
}

std::vector<llm::Delta> random_answer(Dice& dice) {
  std::vector<llm::Delta> deltas;
  add_answer(dice, 0, deltas);
  if (dice.coin()) add_answer(dice, 1, deltas);
  llm::Usage usage{.prompt = 9, .completion = 7};
  if (dice.coin()) usage.cached_read = dice.below(3);
  if (dice.coin()) usage.cache_write = dice.below(3);
  if (dice.coin()) usage.reasoning = dice.below(3);
  if (dice.coin()) usage.prompt_audio = dice.below(3);
  if (dice.coin()) usage.completion_audio = dice.below(3);
  deltas.push_back({.usage = usage});
  deltas.front().service_tier = "flex";
  return deltas;
}

TEST(Property, EveryAnswerReadsBackTheSame) {
  const ReplyHead head{.id = "1", .model = "m", .include_usage = true};
  for (unsigned seed = 0; seed < 500; ++seed) {
    Dice dice{seed};
    const auto deltas = random_answer(dice);
    ReplyWriter whole{head};
    StreamWriter writer{head};
    std::string stream;
    for (const auto& delta : deltas) {
      whole.add(delta);
      writer.write(delta, stream);
    }
    writer.end(stream);

    const auto text = whole.end();
    const auto reply = read_reply("acme", text);
    ASSERT_TRUE(reply) << text;
    ASSERT_EQ(sums(*reply), sums(deltas)) << seed << ": " << text;

    sse::Parser parser{8 << 20};
    std::vector<sse::Event> events;
    ASSERT_TRUE(parser.push(stream, events));
    StreamReader reader{"acme"};
    std::vector<llm::Delta> read;
    for (const auto& event : events) ASSERT_TRUE(reader.read(event.name, event.data, read));
    ASSERT_TRUE(reader.end(read));
    ASSERT_EQ(sums(read), sums(deltas)) << seed << ": " << stream;
  }
}

}  // namespace
}  // namespace quorum::openai_chat
