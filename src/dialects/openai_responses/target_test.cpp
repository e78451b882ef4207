#include "dialects/openai_responses/target.hpp"

#include <gtest/gtest.h>

#include "dialects/openai_responses/answer_fixture.hpp"

namespace quorum::openai_responses {
namespace {

TEST(Target, AClientsBytesKeepEverythingButTheModel) {
  const dialects::Quirks quirks;
  const dialects::Ask ask{.model = "gpt-5", .quirks = quirks};
  const auto outgoing = target().splice(
      R"({ "model" : "openai/gpt-5", "input":"hi","store":true , "new_thing":[1, 2]})", ask);
  ASSERT_TRUE(outgoing);
  EXPECT_EQ(outgoing->body,
            R"({ "model" : "gpt-5", "input":"hi","store":true , "new_thing":[1, 2]})");
  EXPECT_TRUE(outgoing->dropped.empty());
}

TEST(Target, SpeaksTheResponsesApi) {
  const auto& spoken = target();
  EXPECT_EQ(spoken.dialect(), llm::Dialect::openai_responses);
  EXPECT_EQ(spoken.framing(), dialects::Framing::sse);
  const auto reply = spoken.read_reply("acme", whole({{.text = "a"}}));
  ASSERT_TRUE(reply);
  EXPECT_EQ(add_up(*reply).text, "a");
  std::vector<llm::Delta> deltas;
  EXPECT_FALSE(spoken.stream_reader("acme")->end(deltas));
  EXPECT_EQ(spoken.explain({.provider = "acme", .status = 429}).code, Errc::rate_limited);
  const dialects::Quirks quirks;
  const auto written = spoken.write({.messages = {llm::message(llm::Role::user, "x")}},
                                    {.model = "m", .quirks = quirks});
  ASSERT_TRUE(written);
  EXPECT_NE(written->body.find(R"("model":"m")"), std::string::npos);
}

}  // namespace
}  // namespace quorum::openai_responses
