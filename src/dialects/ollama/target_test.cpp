#include "dialects/ollama/target.hpp"

#include <gtest/gtest.h>

namespace quorum::ollama {
namespace {

const dialects::Quirks kQuirks;
const dialects::Ask kAsk{.model = "b", .delivery = dialects::Delivery::whole, .quirks = kQuirks};

TEST(Target, AClientsOwnBytesKeepAllButTheModel) {
  const auto outgoing = target().splice(R"({ "model":"a", "options":{"num_ctx":1.0} })", kAsk);
  ASSERT_TRUE(outgoing);
  EXPECT_EQ(outgoing->body, R"({ "model":"b", "options":{"num_ctx":1.0} })");
}

TEST(Target, ItSpeaksInLines) {
  EXPECT_EQ(target().dialect(), llm::Dialect::ollama_chat);
  EXPECT_EQ(target().framing(), dialects::Framing::ndjson);
}

TEST(Target, TheOtherEndpointKeepsItsOwnBytes) {
  EXPECT_EQ(generate_target().dialect(), llm::Dialect::ollama_generate);
  EXPECT_EQ(generate_target().splice(R"({"model":"a","raw":true})", kAsk)->body,
            R"({"model":"b","raw":true})");
  EXPECT_EQ(generate_target().write({.messages = {llm::message(llm::Role::user, "?")}}, kAsk)->body,
            R"({"model":"b","prompt":"?","stream":false})");
}

TEST(Target, AWholeAnswerIsOneDelta) {
  const auto deltas = target().read_reply("ollama", R"({"response":"a","done":true})");
  ASSERT_TRUE(deltas);
  ASSERT_EQ(deltas->size(), 1U);
  EXPECT_EQ(deltas->front().text, "a");
  EXPECT_EQ(target().explain({.provider = "o", .status = 404}).code, Errc::not_found);
}

}  // namespace
}  // namespace quorum::ollama
