// The quirks that made the reader what it is: one file each in tests/golden/gemini.
#include <gtest/gtest.h>

#include <string>

#include "dialects/gemini/heard.hpp"
#include "testkit/golden.hpp"

namespace quorum::gemini {
namespace {

std::string line(std::string_view name, std::string_view text) {
  return text.empty() ? "" : std::string{name}.append(": ").append(text) + "\n";
}

std::string told_usage(const llm::Usage& usage) {
  auto text = std::to_string(usage.prompt) + " + " + std::to_string(usage.completion);
  if (usage.reasoning) text += ", reasoning " + std::to_string(*usage.reasoning);
  return line("usage", text);
}

std::string told(std::size_t index, const Heard::Choice& choice) {
  auto text = index == 0 ? "" : line("answer", std::to_string(index));
  text += line("reasoning", choice.reasoning) + line("text", choice.text);
  for (const auto& call : choice.calls) {
    text += line("call", call.id + " " + call.name + " " + call.arguments);
  }
  for (const auto& seal : choice.seals) text += line("seal", seal);
  for (const auto& opaque : choice.opaque) text += line("opaque", opaque.json);
  for (const auto& citation : choice.citations) {
    text += line("source", citation.url + " " + citation.title + " " +
                               std::to_string(citation.begin.value_or(-1)) + "-" +
                               std::to_string(citation.end.value_or(-1)));
  }
  for (const auto finish : choice.finishes) text += line("finish", llm::name(finish));
  return text;
}

/// What a stream says, in the form of the files.
std::string told(std::string_view stream) {
  const auto heard = hear_stream({stream});
  auto text = line("id", heard.id) + line("model", heard.model);
  for (const auto& [index, choice] : heard.choices) text += told(index, choice);
  if (heard.usage) text += told_usage(*heard.usage);
  if (heard.error) text += line("error", name(*heard.error));
  return text;
}

TEST(Golden, EveryQuirkIsReadAsItsFileSays) {
  const auto files = testkit::golden_streams("gemini");
  EXPECT_GE(files.size(), 12U);
  for (const auto& file : files) EXPECT_EQ(told(file.stream), file.answer) << file.path;
}

}  // namespace
}  // namespace quorum::gemini
