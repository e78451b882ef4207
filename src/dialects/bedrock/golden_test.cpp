// The quirks that made the reader what it is: one file each in tests/golden/bedrock.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dialects/bedrock/stream.hpp"
#include "sse/parser.hpp"
#include "testkit/answer.hpp"
#include "testkit/golden.hpp"

namespace quorum::bedrock {
namespace {

/// What a stream says. The files spell Amazon's binary frames as server-sent events.
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
  const auto files = testkit::golden_streams("bedrock");
  EXPECT_GE(files.size(), 6U);
  for (const auto& file : files) EXPECT_EQ(told(file.stream), file.answer) << file.path;
}

}  // namespace
}  // namespace quorum::bedrock
