// The quirks that made the reader what it is: one file each in tests/golden/openai_completions.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dialects/openai_completions/reply.hpp"
#include "sse/parser.hpp"
#include "testkit/answer.hpp"
#include "testkit/golden.hpp"

namespace quorum::openai_completions {
namespace {

/// What a stream says.
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
  auto answer = testkit::add_up(deltas);
  if (!outcome) answer.error = outcome.error();
  return testkit::told(answer);
}

TEST(Golden, EveryQuirkIsReadAsItsFileSays) {
  const auto files = testkit::golden_streams("openai_completions");
  EXPECT_GE(files.size(), 5U);
  for (const auto& file : files) EXPECT_EQ(told(file.stream), file.answer) << file.path;
}

}  // namespace
}  // namespace quorum::openai_completions
