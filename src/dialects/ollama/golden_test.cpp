// The quirks that made the reader what it is: one file each in tests/golden/ollama.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "dialects/ollama/reply.hpp"
#include "sse/lines.hpp"
#include "testkit/answer.hpp"
#include "testkit/shared.hpp"

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
  const std::filesystem::path folder{QUORUM_SOURCE_DIR "/tests/golden/ollama"};
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    const auto text = testkit::read_file(entry.path());
    constexpr std::string_view kAnswer = "---- answer\n";
    const auto answer = text.find(kAnswer);
    ASSERT_NE(answer, std::string::npos) << entry.path();
    auto stream = text.substr(0, answer);
    while (stream.starts_with("#")) stream.erase(0, stream.find('\n') + 1);
    EXPECT_EQ(told(stream), text.substr(answer + kAnswer.size())) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 6U);
}

}  // namespace
}  // namespace quorum::ollama
