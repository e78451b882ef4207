#include "dialects/openai_completions/face.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_completions {
namespace {

TEST(Face, ItReadsHeadsLikeChats) {
  const auto head = face().scan(
      R"({"model":"m","prompt":"a","stream":true,"stream_options":{"include_usage":true}})");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->model, "m");
  EXPECT_TRUE(head->is_stream);
  EXPECT_TRUE(head->include_usage);
  EXPECT_EQ(face().dialect(), llm::Dialect::openai_completions);
}

TEST(Face, ItReadsAndWritesCompletions) {
  EXPECT_TRUE(face().check(R"({"model":"m","prompt":[1,2]})"));
  EXPECT_EQ(face().reader()(R"({"prompt":"a"})")->messages.size(), 1U);
  EXPECT_NE(face().reply_writer({})->end().find("text_completion"), std::string::npos);
  std::string out;
  face().stream_writer({})->end(out);
  EXPECT_TRUE(out.ends_with("data: [DONE]\n\n"));
  const Error error{.code = Errc::rate_limited, .message = "Later."};
  EXPECT_EQ(face().status_of(error), 429);
  EXPECT_NE(face().write_error(error, "").find("rate_limit_error"), std::string::npos);
}

}  // namespace
}  // namespace quorum::openai_completions
