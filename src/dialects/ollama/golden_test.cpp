// The quirks that made the reader what it is: one file each in tests/golden/ollama.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dialects/ollama/reply.hpp"
#include "sse/lines.hpp"
#include "testkit/answer.hpp"
#include "testkit/golden.hpp"

namespace quorum::ollama {
namespace {

std::string told(std::string_view stream) {
  sse::Lines cutter{1 << 20};
  StreamReader reader{"acme"};
  std::vector<std::string> lines;
  std::vector<llm::Delta> deltas;
  EXPECT_TRUE(cutter.push(stream, lines));
  cutter.finish(lines);
  Result<> outcome;
  for (const auto& line : lines) {
    if (outcome) outcome = reader.read({}, line, deltas);
  }
  if (outcome) outcome = reader.end(deltas);
  auto answer = testkit::add_up(deltas);
  if (!outcome) answer.error = outcome.error();
  return testkit::told(answer);
}

TEST(Golden, EveryQuirkIsReadAsItsFileSays) {
  const auto files = testkit::golden_streams("ollama");
  EXPECT_GE(files.size(), 6U);
  for (const auto& file : files) EXPECT_EQ(told(file.stream), file.answer) << file.path;
}

}  // namespace
}  // namespace quorum::ollama
