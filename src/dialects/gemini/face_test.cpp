#include "dialects/gemini/face.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

TEST(Face, ModelAndDeliveryStandInTheAddress) {
  const auto head = face().scan(R"({"model":"models/x","contents":[]})");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->model, "");
  EXPECT_FALSE(head->is_stream);
  EXPECT_TRUE(head->include_usage);
  EXPECT_FALSE(face().scan("[]"));
  EXPECT_FALSE(face().scan(R"({"contents":)"));
}

TEST(Face, ReadsAsItSays) {
  const auto chat = face().reader()(R"({"contents":[{"parts":[{"text":"hi"}]}]})");
  ASSERT_TRUE(chat);
  EXPECT_EQ(chat->messages[0].text(), "hi");
  EXPECT_EQ(face().dialect(), llm::Dialect::gemini);
}

// Google's clients lose a data line that stands in one block with a comment.
TEST(Face, APingIsABlockOfItsOwn) { EXPECT_EQ(face().ping(), ": ping\n\n"); }

TEST(Face, AnAnswerIsEventsOrWhole) {
  EXPECT_EQ(face().stream_type(), "text/event-stream; charset=utf-8");
  std::string events;
  face().stream_writer({.id = "1"})->end(events);
  EXPECT_TRUE(events.starts_with("data: {"));
  const auto whole = face().reply_writer({.id = "1"})->end();
  EXPECT_TRUE(whole.starts_with("{"));
}

TEST(Face, ErrorsHaveTheirStatus) {
  const Error error{.code = Errc::rate_limited, .message = "m"};
  EXPECT_EQ(face().status_of(error), 429);
  EXPECT_NE(face().write_error(error, "r").find("RESOURCE_EXHAUSTED"), std::string::npos);
}

}  // namespace
}  // namespace quorum::gemini
