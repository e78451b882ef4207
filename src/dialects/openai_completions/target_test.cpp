#include "dialects/openai_completions/target.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_completions {
namespace {

TEST(Target, AClientsOwnBytesKeepAllButTheModelAndTheirUsage) {
  const dialects::Quirks quirks;
  const auto outgoing =
      target().splice(R"({"model":"a","prompt":"x","stream":true,"top_p":1.0})",
                      {.model = "b", .delivery = dialects::Delivery::streamed, .quirks = quirks});
  ASSERT_TRUE(outgoing);
  EXPECT_EQ(outgoing->body,
            R"({"stream_options":{"include_usage":true},"model":"b","prompt":"x","stream":true,)"
            R"("top_p":1.0})");
  EXPECT_TRUE(outgoing->hides_usage);
}

TEST(Target, AnswersAndRefusalsAreRead) {
  EXPECT_EQ(target().dialect(), llm::Dialect::openai_completions);
  EXPECT_EQ(target().read_reply("acme", R"({"choices":[{"text":"a"}]})")->front().text, "a");
  EXPECT_EQ(target().explain({.provider = "acme", .status = 401}).code, Errc::unauthenticated);
  EXPECT_FALSE(target().stream_reader("acme")->is_done());
}

}  // namespace
}  // namespace quorum::openai_completions
