// The quirks that made the reader what it is: one file each in tests/golden/openai_chat.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "dialects/openai_chat/reply.hpp"
#include "sse/parser.hpp"
#include "testkit/golden.hpp"

namespace quorum::openai_chat {
namespace {

std::string line(std::string_view name, std::string_view text) {
  return text.empty() ? "" : std::string{name}.append(": ").append(text) + "\n";
}

std::string usage_line(const llm::Usage& usage) {
  auto text = std::to_string(usage.prompt) + " + " + std::to_string(usage.completion);
  if (usage.cached_read) text += ", cached " + std::to_string(*usage.cached_read);
  if (usage.reasoning) text += ", reasoning " + std::to_string(*usage.reasoning);
  return line("usage", text);
}

/// What a stream says, in the form of the files.
std::string told(std::string_view stream) {
  sse::Parser parser{1 << 20};
  StreamReader reader{"acme"};
  std::vector<sse::Event> events;
  std::vector<llm::Delta> deltas;
  EXPECT_TRUE(parser.push(stream, events));
  parser.finish(events);
  Result<> outcome;
  for (const auto& event : events) {
    if (outcome) outcome = reader.read(event.name, event.data, deltas);
  }
  if (outcome) outcome = reader.end(deltas);

  llm::Delta all;
  for (auto& delta : deltas) {
    all.text += delta.text;
    all.reasoning += delta.reasoning;
    all.id += delta.id;
    all.model += delta.model;
    if (delta.finish) all.finish = delta.finish;
    if (delta.usage) all.usage = delta.usage;
    for (auto& piece : delta.tool_calls) {
      if (piece.index >= all.tool_calls.size()) all.tool_calls.resize(piece.index + 1);
      auto& call = all.tool_calls[piece.index];
      call.id += piece.id;
      call.name += piece.name;
      call.arguments += piece.arguments;
    }
  }
  auto text = line("id", all.id) + line("model", all.model) + line("text", all.text) +
              line("reasoning", all.reasoning);
  for (const auto& call : all.tool_calls) {
    text += line("call", call.id + " " + call.name + " " + call.arguments);
  }
  if (all.finish) text += line("finish", name(*all.finish));
  if (all.usage) text += usage_line(*all.usage);
  if (outcome) return text;
  const auto& error = outcome.error();
  const auto& reason = error.reason.empty() ? std::string{"-"} : error.reason;
  return text + line("error", std::string{name(error.code)} + " " + reason + " " + error.message);
}

TEST(Golden, EveryQuirkIsReadAsItsFileSays) {
  const auto files = testkit::golden_streams("openai_chat");
  EXPECT_GE(files.size(), 14U);
  for (const auto& file : files) EXPECT_EQ(told(file.stream), file.answer) << file.path;
}

}  // namespace
}  // namespace quorum::openai_chat
