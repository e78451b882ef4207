#include "dialects/cohere/target.hpp"

#include <gtest/gtest.h>

namespace quorum::cohere {
namespace {

TEST(Target, ItSpeaksCohereInEvents) {
  EXPECT_EQ(target().dialect(), llm::Dialect::cohere);
  EXPECT_EQ(target().framing(), dialects::Framing::sse);
  EXPECT_EQ(target().explain({.provider = "c", .status = 401}).code, Errc::unauthenticated);
}

TEST(Target, AClientsOwnBytesKeepAllButTheModel) {
  const dialects::Quirks quirks;
  const auto outgoing =
      target().splice(R"({"model":"a","k":1.0})",
                      {.model = "b", .delivery = dialects::Delivery::whole, .quirks = quirks});
  ASSERT_TRUE(outgoing);
  EXPECT_EQ(outgoing->body, R"({"model":"b","k":1.0})");
}

TEST(Target, AnswersAreRead) {
  const auto deltas =
      target().read_reply("c", R"({"message":{"content":[{"type":"text","text":"a"}]}})");
  ASSERT_TRUE(deltas);
  EXPECT_EQ(deltas->front().text, "a");
  EXPECT_FALSE(target().stream_reader("c")->is_done());
}

}  // namespace
}  // namespace quorum::cohere
