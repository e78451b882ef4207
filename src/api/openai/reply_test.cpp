#include "api/openai/reply.hpp"

#include <gtest/gtest.h>

namespace quorum::api::openai {
namespace {

constexpr std::string_view kDone = "data: [DONE]\n\n";

TEST(StreamedReply, BytesPassAsTheyAre) {
  StreamedReply reply({.id = "c", .model = "m"});
  EXPECT_EQ(reply.take({.bytes = "data: {\"x\":1.0}\r\n\r\n"}), "data: {\"x\":1.0}\r\n\r\n");
  EXPECT_EQ(reply.take({.bytes = "data: {}\n\ndata: [DONE]\n\n"}), "data: {}\n\ndata: [DONE]\n\n");
  EXPECT_EQ(reply.end(), "");
}

TEST(StreamedReply, AnAnswerThatEndsInSilenceIsGivenItsDone) {
  StreamedReply reply({.id = "c", .model = "m"});
  (void)reply.take({.bytes = "data: {\"choices\":[]}\n\n"});
  EXPECT_EQ(reply.end(), kDone);
}

TEST(StreamedReply, DoneIsKnownWhateverItsLineEnds) {
  for (const auto* done :
       {"data: [DONE]\n\n", "data:[DONE]\r\n\r\n", "data: [DONE]", "data: [DONE]\r"}) {
    StreamedReply reply({.id = "c", .model = "m"});
    (void)reply.take({.bytes = done});
    EXPECT_EQ(reply.end(), "") << done;
  }
}

TEST(StreamedReply, DeltasBesideBytesAreNotForTheClient) {
  StreamedReply reply({.id = "c", .model = "m"});
  (void)reply.take({.bytes = "data: {}\n\n"});
  const llm::Delta usage{.usage = llm::Usage{.prompt = 1, .completion = 1}};
  EXPECT_EQ(reply.take({.bytes = {}, .deltas = {usage}}), "");
  EXPECT_EQ(reply.end(), kDone);
}

TEST(StreamedReply, DeltasAreWritten) {
  StreamedReply reply({.id = "c", .model = "m", .created_s = 5});
  const auto events = reply.take({.bytes = {}, .deltas = {{.text = "Hi"}}});
  EXPECT_NE(events.find(R"("content":"Hi")"), events.npos) << events;
  EXPECT_NE(events.find(R"("id":"c")"), events.npos) << events;
  EXPECT_EQ(reply.take({.bytes = {}, .deltas = {}}), "");
  EXPECT_TRUE(reply.end().ends_with(kDone));
}

TEST(WholeReply, BytesPassAsTheyAre) {
  WholeReply reply({.id = "c", .model = "m"});
  reply.take({.bytes = R"({ "a" )", .deltas = {{.usage = llm::Usage{.prompt = 1}}}});
  reply.take({.bytes = ": 1.0}"});
  EXPECT_EQ(reply.end(), R"({ "a" : 1.0})");
}

TEST(WholeReply, DeltasAreWritten) {
  WholeReply reply({.id = "c", .model = "m", .created_s = 5});
  reply.take({.bytes = {}, .deltas = {{.text = "Hi"}, {.text = "!", .finish = llm::Finish::stop}}});
  const auto body = reply.end();
  EXPECT_NE(body.find(R"("content":"Hi!")"), body.npos) << body;
  EXPECT_NE(body.find(R"("finish_reason":"stop")"), body.npos) << body;
}

TEST(DebateId, IsInTheExtension) {
  EXPECT_EQ(debate_id_of({.bytes = {},
                          .deltas = {{.text = "x"}, {.extension = R"({"debate_id":"dbt_1"})"}}}),
            "dbt_1");
  EXPECT_FALSE(debate_id_of({.bytes = {}, .deltas = {{.extension = "{broken"}}}));
  EXPECT_FALSE(debate_id_of({.bytes = {}, .deltas = {{.extension = "{}"}}}));
  EXPECT_FALSE(debate_id_of({}));
}

}  // namespace
}  // namespace quorum::api::openai
