// Requests made at random come back from our own spelling as they were.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "dialects/gemini/request.hpp"
#include "dialects/gemini/spelling.hpp"

namespace quorum::gemini {
namespace {

/// Chats that Google can express whole: what it joins (who speaks twice in a row) does not occur.
class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  llm::Chat chat() {
    llm::Chat chat{.messages = {}};
    if (is_so()) chat.messages.push_back(llm::message(llm::Role::system, words()));
    for (int turn = 0; turn < pick(3) + 1; ++turn) {
      chat.messages.push_back(user());
      chat.messages.push_back(assistant());
      answer_calls(chat);
    }
    chat.messages.push_back(user());
    set_sampling(chat);
    set_tools(chat);
    chat.include_usage = true;
    return chat;
  }

 private:
  int pick(int count) { return std::uniform_int_distribution{0, count - 1}(random_); }
  bool is_so() { return pick(2) == 0; }

  std::string words() {
    static constexpr std::string_view kBits[] = {"a",  "\n", "\"", "\\",    "é",
                                                 "🙂", " ",  "{",  "data: "};
    std::string text;
    for (int i = 0; i < pick(6) + 1; ++i) text += kBits[pick(std::size(kBits))];
    return text;
  }

  std::optional<llm::Seal> seal() {
    if (is_so()) return std::nullopt;
    return llm::Seal{.maker = llm::Maker::google, .data = "c2ln" + std::to_string(pick(99))};
  }

  llm::Part media() {
    const llm::Source bytes{.data = "QUJD", .media_type = "image/png"};
    const llm::Source address{.url = "https://x.org/a", .media_type = "audio/wav"};
    switch (pick(3)) {
      case 0: return {.content = llm::Image{.source = bytes}};
      case 1: return {.content = llm::Audio{.source = address}};
      default:
        return {.content = llm::File{
                    .source = {.file_id = "gs://b/f.pdf", .media_type = "application/pdf"}}};
    }
  }

  llm::Message user() {
    llm::Message message{.role = llm::Role::user};
    for (int i = 0; i < pick(3) + 1; ++i) {
      message.parts.push_back(is_so() ? llm::text_part(words()) : media());
    }
    return message;
  }

  llm::Message assistant() {
    llm::Message message{.role = llm::Role::assistant};
    if (is_so()) {
      message.parts.push_back({.content = llm::Reasoning{.text = words(), .seal = seal()}});
    }
    if (is_so()) {
      message.parts.push_back(
          {.content = llm::Opaque{.dialect = llm::Dialect::gemini,
                                  .json = R"({"executableCode":{"language":"PYTHON"}})"}});
    }
    message.parts.push_back({.content = llm::Text{.text = words(), .seal = seal()}});
    for (int i = 0; i < pick(4); ++i) message.parts.push_back(call(i == 0));
    return message;
  }

  /// Of calls side by side the first is signed, or gets a stand-in.
  llm::Part call(bool is_first) {
    llm::ToolCall call{.id = "id" + std::to_string(next_id_++), .name = "f"};
    call.name += std::to_string(pick(3));
    call.arguments = is_so() ? R"({"a":[1,"b c"]})" : is_so() ? "{}" : "no json";
    if (is_first) call.seal = llm::Seal{.maker = llm::Maker::google, .data = "Y2FsbA=="};
    return {.content = std::move(call)};
  }

  void answer_calls(llm::Chat& chat) {
    const auto asked = chat.messages.back();
    for (const auto* call : asked.tool_calls()) {
      static constexpr std::string_view kSaid[] = {
          "fine", R"({"x":1})", R"({"output":"x"})", R"({"error":"x"})", "[1]", ""};
      auto answer = llm::message(llm::Role::tool, std::string{kSaid[pick(6)]});
      answer.tool_call_id = call->id;
      answer.is_tool_error = pick(4) == 0;
      if (pick(4) == 0) answer.parts.push_back(media());
      chat.messages.push_back(std::move(answer));
    }
  }

  void set_sampling(llm::Chat& chat) {
    if (is_so()) chat.temperature = pick(20) / 10.0;
    if (is_so()) chat.top_p = pick(10) / 10.0;
    if (is_so()) chat.top_k = pick(100);
    if (is_so()) chat.frequency_penalty = -0.5;
    if (is_so()) chat.presence_penalty = 1.5;
    if (is_so()) chat.seed = -pick(1000);
    if (is_so()) chat.tokens_max = pick(1000) + 1;
    if (is_so()) chat.answers = pick(3) + 1;
    if (is_so()) chat.stop = {words(), words()};
    if (is_so()) chat.outputs = {"text", "image"};
    if (is_so()) chat.service_tier = "flex";
    chat.logprobs = is_so();
    if (chat.logprobs) chat.top_logprobs = pick(5);
    static constexpr const char* kEfforts[] = {"minimal", "low", "medium", "high"};
    if (is_so()) {
      chat.thinking =
          llm::Thinking{.effort = kEfforts[pick(4)], .summary = is_so() ? "auto" : "omitted"};
    }
    using Kind = llm::ResponseFormat::Kind;
    static constexpr Kind kKinds[] = {Kind::text, Kind::json_object, Kind::json_schema};
    if (is_so()) chat.format = llm::ResponseFormat{.kind = kKinds[pick(3)]};
    if (chat.format && chat.format->kind == Kind::json_schema) {
      chat.format->schema = R"({"type":"object"})";
    }
    if (is_so()) {
      chat.extras = {{.name = "safetySettings", .json = "[]"},
                     {.name = "generationConfig.speechConfig", .json = "{}"}};
      chat.extras_of = llm::Dialect::gemini;
    }
  }

  void set_tools(llm::Chat& chat) {
    if (is_so()) return;
    for (int i = 0; i < 3; ++i) {
      chat.tools.push_back({.name = "f" + std::to_string(i),
                            .description = words(),
                            .parameters = is_so() ? R"({"type":"object"})" : ""});
    }
    using Mode = llm::ToolChoice::Mode;
    switch (pick(5)) {
      case 0: chat.tool_choice = llm::ToolChoice{}; break;
      case 1: chat.tool_choice = llm::ToolChoice{.mode = Mode::none}; break;
      case 2: chat.tool_choice = llm::ToolChoice{.mode = Mode::required}; break;
      case 3: chat.tool_choice = llm::ToolChoice{.mode = Mode::named, .name = "f1"}; break;
      default: break;
    }
  }

  std::mt19937 random_;
  int next_id_ = 0;
};

TEST(RoundTrip, WhatGoogleCanExpressComesBack) {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    const auto chat = Maker{seed}.chat();
    const auto written = write_request(chat, "gemini-3-flash");
    EXPECT_TRUE(written.dropped.empty()) << written.dropped.front();
    const auto again = read_request(written.body);
    ASSERT_TRUE(again) << again.error().message;
    ASSERT_TRUE(*again == chat) << "seed " << seed << ": " << written.body;
  }
}

}  // namespace
}  // namespace quorum::gemini
