#include "dialects/anthropic/face.hpp"

#include <gtest/gtest.h>

namespace quorum::anthropic {
namespace {

TEST(Face, ReadsAskAndAnswersInTheSameDialect) {
  EXPECT_EQ(face().dialect(), llm::Dialect::anthropic);
  constexpr std::string_view kBody =
      R"({"model":"m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hi"}]})";
  EXPECT_EQ(face().scan(kBody)->model, "m");
  EXPECT_TRUE(face().scan(kBody)->is_stream);
  EXPECT_TRUE(face().scan(kBody)->include_usage);
  EXPECT_TRUE(face().check(kBody));
  EXPECT_EQ(face().reader()(kBody)->messages[0].text(), "Hi");

  std::string events;
  const auto writer = face().stream_writer({.id = "1", .model = "m"});
  writer->write({.text = "Ho"}, events);
  writer->end(events);
  EXPECT_NE(events.find(R"("id":"msg_1")"), events.npos);
  EXPECT_TRUE(events.ends_with("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));

  const auto reply = face().reply_writer({.id = "1", .model = "m"});
  reply->add({.text = "Ho"});
  EXPECT_NE(reply->end().find(R"("content":[{"type":"text","text":"Ho"}])"), std::string::npos);
  EXPECT_EQ(face().ping(), "event: ping\ndata: {\"type\":\"ping\"}\n\n");
}

TEST(Face, TellsAnErrorAsAnthropicDoes) {
  const Error error{.code = Errc::unavailable, .message = "Later."};
  EXPECT_EQ(face().status_of(error), 529);
  EXPECT_EQ(face().write_error(error, "req_1"),
            R"({"type":"error","error":{"type":"overloaded_error","message":"Later."},)"
            R"("request_id":"req_1"})");
}

}  // namespace
}  // namespace quorum::anthropic
