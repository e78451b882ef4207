#include "dialects/anthropic/target.hpp"

#include <gtest/gtest.h>

namespace quorum::anthropic {
namespace {

using dialects::Delivery;

TEST(Target, AsksInOurWordsAndInTheClientsBytes) {
  const dialects::Quirks quirks;
  const llm::Chat chat{.messages = {llm::message(llm::Role::user, "Hi")}};
  const auto written =
      target().write(chat, {.model = "m", .delivery = Delivery::whole, .quirks = quirks});
  EXPECT_EQ(written->body,
            R"({"model":"m","max_tokens":8192,"messages":[{"role":"user","content":"Hi"}]})");
  const std::vector<std::pair<std::string, std::string>> headers{
      {"anthropic-version", "2023-06-01"}};
  EXPECT_EQ(written->headers, headers);
  EXPECT_TRUE(written->dropped.empty());

  const auto spliced =
      target().splice(R"({"model":"a","stream":true,"x":1.0})", {.model = "m", .quirks = quirks});
  EXPECT_EQ(spliced->body, R"({"model":"m","stream":true,"x":1.0})");
  EXPECT_EQ(spliced->headers, headers);
}

TEST(Target, WhereTheVersionStandsInTheBodyNoHeaderSaysIt) {
  const dialects::Quirks quirks{
      .anthropic = {.version_in_body = "vertex-2023-10-16", .omits_stream = true}};
  const dialects::Ask ask{.model = "m", .delivery = Delivery::streamed, .quirks = quirks};
  const llm::Chat chat{.messages = {llm::message(llm::Role::user, "Hi")}, .tokens_max = 5};
  const auto written = target().write(chat, ask);
  EXPECT_EQ(written->body, R"({"anthropic_version":"vertex-2023-10-16","max_tokens":5,)"
                           R"("messages":[{"role":"user","content":"Hi"}]})");
  EXPECT_TRUE(written->headers.empty());
  const auto spliced = target().splice(R"({"model":"a","stream":true,"x":1.0})", ask);
  EXPECT_EQ(spliced->body, R"({"anthropic_version":"vertex-2023-10-16","x":1.0})");
  EXPECT_TRUE(spliced->headers.empty());
}

TEST(Target, ReadsAnswersAndRefusals) {
  const auto deltas = target().read_reply(
      "acme", R"({"content":[{"type":"text","text":"Ho"}],"stop_reason":"end_turn"})");
  ASSERT_TRUE(deltas);
  ASSERT_EQ(deltas->size(), 3U);
  EXPECT_EQ((*deltas)[1].text, "Ho");
  EXPECT_EQ((*deltas)[2].finish, llm::Finish::stop);
  EXPECT_EQ(target().explain({.provider = "acme", .status = 529}).code, Errc::unavailable);

  std::vector<llm::Delta> read;
  const auto reader = target().stream_reader("acme");
  EXPECT_TRUE(reader->read("content_block_delta",
                           R"({"type":"content_block_delta","index":0,)"
                           R"("delta":{"type":"text_delta","text":"Ho"}})",
                           read));
  EXPECT_EQ(reader->end(read).error().message, "acme broke off in the middle of its answer.");
}

}  // namespace
}  // namespace quorum::anthropic
