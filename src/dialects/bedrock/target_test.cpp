#include "dialects/bedrock/target.hpp"

#include <gtest/gtest.h>

namespace quorum::bedrock {
namespace {

TEST(Target, ItSpeaksConverseInFrames) {
  const dialects::Quirks quirks;
  const dialects::Ask ask{.model = "m", .delivery = dialects::Delivery::whole, .quirks = quirks};
  EXPECT_EQ(target().dialect(), llm::Dialect::bedrock);
  EXPECT_EQ(target().framing(), dialects::Framing::aws_event_stream);
  EXPECT_EQ(target().splice("{ }", ask)->body, "{ }");
  EXPECT_EQ(target().write({.messages = {}}, ask)->body, R"({"messages":[]})");
  EXPECT_EQ(target()
                .read_reply("b", R"({"output":{"message":{"content":[{"text":"a"}]}}})")
                ->front()
                .text,
            "a");
  EXPECT_FALSE(target().stream_reader("b")->is_done());
  EXPECT_EQ(target().explain({.provider = "b", .status = 403}).code, Errc::permission_denied);
}

}  // namespace
}  // namespace quorum::bedrock
