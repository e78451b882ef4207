// What streams of this dialect look like, and what is read in them: one file each in
// tests/golden/anthropic.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dialects/anthropic/reply.hpp"
#include "sse/parser.hpp"
#include "testkit/golden.hpp"

namespace quorum::anthropic {
namespace {

std::string line(std::string_view name, std::string_view text) {
  return text.empty() ? "" : std::string{name}.append(": ").append(text) + "\n";
}

std::string usage_line(const llm::Usage& usage) {
  auto text = std::to_string(usage.prompt) + " + " + std::to_string(usage.completion);
  if (usage.cached_read) text += ", cached " + std::to_string(*usage.cached_read);
  if (usage.cache_write) text += ", written " + std::to_string(*usage.cache_write);
  if (usage.reasoning) text += ", reasoning " + std::to_string(*usage.reasoning);
  return line("usage", text);
}

/// An answer's deltas in the form of the files.
std::string told(const std::vector<llm::Delta>& deltas) {
  llm::Delta all;
  std::string seals;
  std::string opaque;
  std::string citations;
  for (const auto& delta : deltas) {
    all.text += delta.text;
    all.reasoning += delta.reasoning;
    all.refusal += delta.refusal;
    all.id += delta.id;
    all.model += delta.model;
    all.stop_sequence += delta.stop_sequence;
    if (delta.finish) all.finish = delta.finish;
    if (delta.usage) all.usage = delta.usage;
    if (const auto& seal = delta.reasoning_seal) {
      const bool is_hidden = seal->form == llm::Seal::Form::encrypted;
      seals += line("seal", (is_hidden ? "hidden " : "") + seal->data);
    }
    for (const auto& each : delta.opaque) opaque += line("opaque", each.json);
    for (const auto& each : delta.citations) {
      citations += line("citation", std::to_string(*each.begin) + "-" + std::to_string(*each.end) +
                                        " " + each.url + " " + each.title);
    }
    for (const auto& piece : delta.tool_calls) {
      if (piece.index >= all.tool_calls.size()) all.tool_calls.resize(piece.index + 1);
      auto& call = all.tool_calls[piece.index];
      call.id += piece.id;
      call.name += piece.name;
      call.arguments += piece.arguments;
    }
  }
  auto text = line("id", all.id) + line("model", all.model) + line("text", all.text) +
              line("reasoning", all.reasoning) + seals + line("refusal", all.refusal);
  for (const auto& call : all.tool_calls) {
    text += line("call", call.id + " " + call.name + " " + call.arguments);
  }
  text += opaque + citations;
  if (all.finish) text += line("finish", name(*all.finish));
  text += line("stopped by", all.stop_sequence);
  if (all.usage) text += usage_line(*all.usage);
  return text;
}

/// What a stream says.
std::string read(std::string_view stream) {
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
  if (outcome) return told(deltas);
  const auto& error = outcome.error();
  const auto& reason = error.reason.empty() ? std::string{"-"} : error.reason;
  return told(deltas) +
         line("error", std::string{name(error.code)} + " " + reason + " " + error.message);
}

TEST(Golden, EveryStreamIsReadAsItsFileSays) {
  const auto files = testkit::golden_streams("anthropic");
  EXPECT_GE(files.size(), 11U);
  for (const auto& file : files) EXPECT_EQ(read(file.stream), file.answer) << file.path;
}

}  // namespace
}  // namespace quorum::anthropic
