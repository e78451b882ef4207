// Random requests and answers, written and read back: nothing that the dialect can say is lost.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "dialects/anthropic/reply.hpp"
#include "dialects/anthropic/reply_writer.hpp"
#include "dialects/anthropic/request.hpp"
#include "dialects/anthropic/spelling.hpp"
#include "dialects/anthropic/writer.hpp"
#include "sse/parser.hpp"

namespace quorum::anthropic {
namespace {

using llm::Chat;
using llm::Part;
using llm::Role;

/// Deals out random things; the seed is told where a test fails.
class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t count) { return random_() % count; }
  bool coin() { return below(2) == 0; }

  std::string words() {
    static constexpr std::string_view kPieces[] = {
        "a",  "b ", "\n",   "\"", "\\",  "é", "日本", "\xF0\x9F\x99\x82",
        "{}", "\t", "</s>", "0",  "\x01"};
    std::string out = "w";  // Never blank.
    for (auto count = below(8); count > 0; --count) out += kPieces[below(std::size(kPieces))];
    return out + ".";
  }

  /// JSON of an object.
  std::string object() {
    std::string out;
    json::Writer writer{out};
    writer.object();
    for (auto count = below(3); count > 0; --count) {
      writer.key("k" + std::to_string(count)).string(words());
    }
    writer.end();
    return out;
  }

  std::optional<llm::CacheHint> hint() {
    if (below(10) > 0) return std::nullopt;
    constexpr std::optional<std::int64_t> kTimes[] = {std::nullopt, 300, 3600};
    return llm::CacheHint{.ttl_s = kTimes[below(3)]};
  }

  llm::Seal seal() {
    return {.maker = llm::Maker::anthropic,
            .form = coin() ? llm::Seal::Form::signature : llm::Seal::Form::encrypted,
            .data = "Eq" + std::to_string(below(1000)) + "/+="};
  }

 private:
  std::mt19937 random_;
};

Part media(Dice& dice) {
  const auto source = [&](std::string type) -> llm::Source {
    switch (dice.below(3)) {
      case 0: return {.url = "https://a/" + std::to_string(dice.below(9))};
      case 1: return {.file_id = "file_" + std::to_string(dice.below(9))};
      default: return {.data = "QUJD", .media_type = std::move(type)};
    }
  };
  if (dice.coin()) return {.content = llm::Image{.source = source("image/webp")}};
  llm::File file{.name = dice.coin() ? dice.words() : "",
                 .context = dice.coin() ? dice.words() : "",
                 .wants_citations = dice.coin()};
  if (dice.coin()) {
    file.text = dice.words();
  } else {
    file.source = source("application/pdf");
  }
  return {.content = std::move(file)};
}

Part user_part(Dice& dice) {
  auto part = dice.below(3) == 0 ? media(dice) : llm::text_part(dice.words());
  if (dice.below(8) == 0) {
    return {.content = llm::Opaque{.dialect = llm::Dialect::anthropic,
                                   .json = R"({"type":"search_result","x":1.0})"}};
  }
  part.cache = dice.hint();
  return part;
}

/// An assistant's message with these calls at its end.
llm::Message said(Dice& dice, const std::vector<std::string>& ids) {
  llm::Message message{.role = Role::assistant};
  if (dice.coin()) {
    auto seal = dice.seal();
    const bool is_hidden = seal.form == llm::Seal::Form::encrypted;
    message.parts.push_back({.content = llm::Reasoning{.text = is_hidden ? "" : dice.words(),
                                                       .seal = std::move(seal)}});
  }
  message.parts.push_back(llm::text_part(dice.words()));
  for (const auto& id : ids) {
    message.parts.push_back(
        {.content = llm::ToolCall{.id = id,
                                  .name = "f",
                                  .arguments = dice.below(6) == 0 ? dice.words() : dice.object()},
         .cache = dice.hint()});
  }
  return message;
}

void talk(Dice& dice, Chat& chat) {
  if (dice.coin()) chat.messages.push_back(llm::message(Role::system, dice.words()));
  std::size_t next = 0;
  for (auto turns = 1 + dice.below(4); turns > 0; --turns) {
    llm::Message user{.role = Role::user};
    for (auto parts = 1 + dice.below(3); parts > 0; --parts) user.parts.push_back(user_part(dice));
    chat.messages.push_back(std::move(user));
    std::vector<std::string> ids;
    for (auto calls = dice.below(3); calls > 0; --calls) {
      ids.push_back((dice.coin() ? "call_" : "f.x:") + std::to_string(next++));
    }
    chat.messages.push_back(said(dice, ids));
    for (const auto& id : ids) {
      llm::Message result{.role = Role::tool, .tool_call_id = id, .is_tool_error = dice.coin()};
      for (auto parts = dice.below(3); parts > 0; --parts) result.parts.push_back(user_part(dice));
      chat.messages.push_back(std::move(result));
    }
  }
}

void equip(Dice& dice, Chat& chat) {
  using Mode = llm::ToolChoice::Mode;
  for (auto count = dice.below(3); count > 0; --count) {
    chat.tools.push_back({.name = "f" + std::to_string(count),
                          .description = dice.coin() ? dice.words() : "",
                          .parameters = R"({"type":"object","properties":{}})",
                          .cache = dice.hint()});
    if (dice.coin()) chat.tools.back().strict = dice.coin();
  }
  if (dice.below(4) == 0) {
    chat.tools.push_back(
        {.kind = llm::Tool::Kind::built_in,
         .name = "web_search",
         .raw = {.dialect = llm::Dialect::anthropic,
                 .json = R"({"type":"web_search_20250305","name":"web_search"})"}});
  }
  if (chat.tools.empty()) return;
  constexpr Mode kModes[] = {Mode::automatic, Mode::none, Mode::required, Mode::named};
  chat.tool_choice = llm::ToolChoice{.mode = kModes[dice.below(4)]};
  if (chat.tool_choice->mode == Mode::named) chat.tool_choice->name = chat.tools[0].name;
  if (chat.tool_choice->mode != Mode::none && dice.coin()) chat.parallel_tool_calls = dice.coin();
}

void set(Dice& dice, Chat& chat) {
  chat.tokens_max = static_cast<std::int64_t>(dice.below(100'000));
  if (dice.coin()) chat.temperature = static_cast<double>(dice.below(100)) / 100;
  if (dice.coin()) chat.top_p = 0.25;
  if (dice.coin()) chat.top_k = 7;
  for (auto count = dice.below(3); count > 0; --count) chat.stop.push_back(dice.words());
  if (dice.coin()) chat.user_id = dice.words();
  if (dice.coin()) chat.service_tier = dice.coin() ? "auto" : "default";
  if (dice.coin()) {
    chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                      .schema = dice.object()};
  }
  switch (dice.below(5)) {
    case 0: chat.thinking = llm::Thinking{.budget_tokens = 2000, .is_on = true}; break;
    case 1:
      chat.thinking =
          llm::Thinking{.effort = "high", .is_on = true, .is_adaptive = true, .summary = "omitted"};
      break;
    case 2: chat.thinking = llm::Thinking{.is_on = false}; break;
    case 3: chat.thinking = llm::Thinking{.effort = "max"}; break;
    default: break;
  }
  if (dice.coin()) chat.extras.push_back({.name = "x", .json = dice.object()});
}

std::size_t marks(const Chat& chat) {
  std::size_t count = 0;
  for (const auto& tool : chat.tools) count += tool.cache ? 1 : 0;
  for (const auto& message : chat.messages) {
    for (const auto& part : message.parts) count += part.cache ? 1 : 0;
  }
  return count;
}

TEST(Property, ARequestReadBackIsTheRequest) {
  std::size_t whole = 0;
  for (unsigned seed = 0; seed < 2000; ++seed) {
    Dice dice{seed};
    Chat chat{.messages = {}, .extras_of = llm::Dialect::anthropic, .include_usage = true};
    talk(dice, chat);
    equip(dice, chat);
    set(dice, chat);
    const dialects::Quirks quirks;
    const auto written = write_request(chat, {.model = "m", .quirks = quirks});
    ASSERT_TRUE(written);
    const auto again = read_request(written->body);
    ASSERT_TRUE(again) << "seed " << seed << ": " << again.error().message;
    if (marks(chat) > 4) {
      EXPECT_EQ(written->dropped, (std::vector<std::string>{"prompt_cache_breakpoint"}));
      EXPECT_EQ(marks(*again), 4U) << "seed " << seed;
      continue;
    }
    EXPECT_TRUE(written->dropped.empty()) << "seed " << seed;
    ASSERT_EQ(*again, chat) << "seed " << seed << "\n" << written->body;
    ++whole;
  }
  EXPECT_GT(whole, 1800U);
}

/// An answer as the official clients gather it from deltas.
struct Answer {
  std::string text, reasoning;
  std::vector<llm::Seal> seals;
  std::vector<llm::ToolCall> calls;
  std::optional<llm::Finish> finish;
  std::string stop_sequence;
  std::optional<llm::Usage> usage;
  bool operator==(const Answer&) const = default;
};

Answer add_up(const std::vector<llm::Delta>& deltas) {
  Answer answer;
  for (const auto& delta : deltas) {
    answer.text += delta.text;
    answer.reasoning += delta.reasoning;
    if (delta.reasoning_seal) answer.seals.push_back(*delta.reasoning_seal);
    if (delta.finish) answer.finish = delta.finish;
    if (delta.usage) answer.usage = delta.usage;
    answer.stop_sequence += delta.stop_sequence;
    for (const auto& piece : delta.tool_calls) {
      if (piece.index >= answer.calls.size()) answer.calls.resize(piece.index + 1);
      auto& call = answer.calls[piece.index];
      call.id += piece.id;
      call.name += piece.name;
      call.arguments += piece.arguments;
    }
  }
  return answer;
}

/// What is left to be said of a call.
struct Rest {
  std::size_t index;
  std::string arguments;
};

/// An answer as any provider might tell it: in pieces, calls side by side.
std::vector<llm::Delta> told(Dice& dice) {
  std::vector<llm::Delta> deltas;
  for (auto count = dice.below(4); count > 0; --count)
    deltas.push_back({.reasoning = dice.words()});
  if (dice.coin()) deltas.push_back({.reasoning_seal = dice.seal()});
  for (auto count = dice.below(4); count > 0; --count) deltas.push_back({.text = dice.words()});
  std::vector<Rest> open;
  const auto calls = dice.below(4);
  std::size_t begun = 0;
  while (begun < calls || !open.empty()) {
    if (begun < calls && (open.empty() || dice.coin())) {
      deltas.push_back(
          {.tool_calls = {{.index = begun, .id = "call_" + std::to_string(begun), .name = "f"}}});
      open.push_back({.index = begun++, .arguments = dice.object()});
      continue;
    }
    const auto at = dice.below(open.size());
    auto& rest = open[at];
    auto size = 1 + dice.below(rest.arguments.size());
    // A character comes whole.
    while ((static_cast<unsigned char>(rest.arguments[size]) & 0xc0U) == 0x80U) ++size;
    deltas.push_back(
        {.tool_calls = {{.index = rest.index, .arguments = rest.arguments.substr(0, size)}}});
    rest.arguments.erase(0, size);
    if (rest.arguments.empty()) open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
  }
  llm::Delta end{.finish = calls > 0     ? llm::Finish::tool_calls
                           : dice.coin() ? llm::Finish::stop
                                         : llm::Finish::length};
  if (end.finish == llm::Finish::stop && dice.coin()) end.stop_sequence = dice.words();
  end.usage = llm::Usage{.prompt = 100,
                         .completion = static_cast<std::int64_t>(dice.below(50)),
                         .cached_read = 40,
                         .cache_write = 10,
                         .cache_write_1h = 5,
                         .reasoning = 3};
  deltas.push_back(std::move(end));
  return deltas;
}

TEST(Property, AnAnswerReadBackIsTheAnswer) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    Dice dice{seed};
    const auto deltas = told(dice);
    const auto answer = add_up(deltas);
    StreamWriter stream_writer{{.id = "1", .model = "m"}};
    ReplyWriter reply_writer{{.id = "1", .model = "m"}};
    std::string stream;
    for (const auto& delta : deltas) {
      stream_writer.write(delta, stream);
      reply_writer.add(delta);
    }
    stream_writer.end(stream);

    sse::Parser parser{1 << 20};
    std::vector<sse::Event> events;
    ASSERT_TRUE(parser.push(stream, events));
    StreamReader reader{"acme"};
    std::vector<llm::Delta> streamed;
    for (const auto& event : events) ASSERT_TRUE(reader.read(event.name, event.data, streamed));
    ASSERT_TRUE(reader.end(streamed));
    ASSERT_EQ(add_up(streamed), answer) << "seed " << seed << "\n" << stream;

    const auto whole = read_reply("acme", reply_writer.end());
    ASSERT_TRUE(whole);
    ASSERT_EQ(add_up(*whole), answer) << "seed " << seed;
  }
}

}  // namespace
}  // namespace quorum::anthropic
