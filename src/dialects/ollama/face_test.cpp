#include "dialects/ollama/face.hpp"

#include <gtest/gtest.h>

namespace quorum::ollama {
namespace {

TEST(Face, TheTwoEndpointsReadTheirOwn) {
  EXPECT_EQ(chat_face().dialect(), llm::Dialect::ollama_chat);
  EXPECT_EQ(generate_face().dialect(), llm::Dialect::ollama_generate);
  const std::string_view chat = R"({"model":"m","messages":[{"role":"user","content":"?"}]})";
  const std::string_view generate = R"({"model":"m","prompt":"?"})";
  EXPECT_TRUE(chat_face().check(chat));
  EXPECT_FALSE(chat_face().check(generate));
  EXPECT_TRUE(generate_face().check(generate));
  EXPECT_EQ(generate_face().reader()(generate)->messages, chat_face().reader()(chat)->messages);
}

TEST(Face, AnAnswerIsStreamedUnlessToldOtherwise) {
  const auto head = chat_face().scan(R"({"model":"m"})");
  ASSERT_TRUE(head);
  EXPECT_TRUE(head->is_stream);
  EXPECT_EQ(chat_face().stream_type(), "application/x-ndjson");
  EXPECT_EQ(chat_face().ping(), "");
}

TEST(Face, ErrorsAreOneText) {
  const Error error{.code = Errc::rate_limited, .message = "Later."};
  EXPECT_EQ(chat_face().status_of(error), 429);
  EXPECT_EQ(chat_face().write_error(error, "req_1"), R"({"error":"Later."})");
}

}  // namespace
}  // namespace quorum::ollama
