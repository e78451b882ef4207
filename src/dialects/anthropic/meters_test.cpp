#include "dialects/anthropic/meters.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "dialects/anthropic/reply.hpp"
#include "dialects/meters_fixture.hpp"

namespace quorum::anthropic {
namespace {

constexpr std::string_view kAnswer =
    R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5",)"
    R"("content":[{"type":"text","text":"Yes."},)"
    R"({"type":"tool_use","id":"t","name":"f","input":{}}],)"
    R"("stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":12,)"
    R"("cache_read_input_tokens":8,"output_tokens":2,"service_tier":"standard"}})";

TEST(Meters, TellUsageAndFinish) {
  const auto meters = read_meters(kAnswer);
  ASSERT_TRUE(meters);
  EXPECT_EQ(meters->finish, llm::Finish::tool_calls);
  EXPECT_EQ(meters->usage, (llm::Usage{.prompt = 20, .completion = 2, .cached_read = 8}));
  const auto silent = read_meters(R"({"content":[],"stop_reason":"max_tokens","usage":{}})");
  ASSERT_TRUE(silent);
  EXPECT_EQ(silent->finish, llm::Finish::length);
  EXPECT_FALSE(silent->usage);
}

TEST(Meters, LeaveToOthersWhatIsRareOrWrong) {
  for (const std::string_view body :
       {"", "{", "[]", R"({"content":[]})", R"({"stop_reason":"end_turn"})",
        R"({"content":{},"stop_reason":"end_turn"})", R"({"content":[],"stop_reason":null})",
        R"({"content":[],"stop_reason":"end\u005fturn"})",
        R"({"content":[],"stop_reason":"end_turn","stop_reason":"max_tokens"})",
        R"({"content":[],"stop_reason":"end_turn","error":{}})",
        R"({"content":[],"stop_reason":"end_turn","type":"error"})",
        R"({"content":[],"stop_reason":"end_turn"} x)",
        "{\"content\":[\"\xff\"],\"stop_reason\":\"end_turn\"}"}) {
    EXPECT_FALSE(read_meters(body)) << body;
  }
}

TEST(Meters, NeverTakeMoreThanTheReader) {
  const auto found = dialects::agreement(kAnswer, 10'000, read_meters, read_reply);
  EXPECT_EQ(found.against, "");
  EXPECT_GT(found.taken, 1'000);
}

}  // namespace
}  // namespace quorum::anthropic
