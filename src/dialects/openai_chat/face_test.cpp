#include "dialects/openai_chat/face.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_chat {
namespace {

TEST(Face, ReadsAskAndAnswersInTheSameDialect) {
  EXPECT_EQ(face().dialect(), llm::Dialect::openai_chat);
  constexpr std::string_view kBody =
      R"({"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]})";
  EXPECT_EQ(face().scan(kBody)->model, "m");
  EXPECT_TRUE(face().scan(kBody)->is_stream);
  EXPECT_TRUE(face().check(kBody));
  EXPECT_EQ(face().reader()(kBody)->messages[0].text(), "Hi");

  std::string events;
  const auto writer = face().stream_writer({.id = "1", .model = "m"});
  writer->write({.text = "Ho"}, events);
  writer->end(events);
  EXPECT_NE(events.find(R"("id":"chatcmpl-1")"), events.npos);
  EXPECT_TRUE(events.ends_with("data: [DONE]\n\n"));

  const auto reply = face().reply_writer({.id = "1", .model = "m"});
  reply->add({.text = "Ho"});
  EXPECT_NE(reply->end().find(R"("content":"Ho")"), std::string::npos);
}

TEST(Face, TellsAnErrorAsOpenAiDoes) {
  const Error error{.code = Errc::rate_limited, .message = "Later."};
  EXPECT_EQ(face().status_of(error), 429);
  EXPECT_EQ(face().write_error(error, "req_1"),
            R"({"error":{"message":"Later.","type":"rate_limit_error","param":null,)"
            R"("code":"rate_limit_exceeded"}})");
}

}  // namespace
}  // namespace quorum::openai_chat
