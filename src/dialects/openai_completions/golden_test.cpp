// The quirks that made the reader what it is: one file each in tests/golden/openai_completions.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "dialects/openai_completions/reply.hpp"
#include "sse/parser.hpp"
#include "testkit/answer.hpp"
#include "testkit/shared.hpp"

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
  const std::filesystem::path folder{QUORUM_SOURCE_DIR "/tests/golden/openai_completions"};
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
  EXPECT_GE(files, 5U);
}

}  // namespace
}  // namespace quorum::openai_completions
