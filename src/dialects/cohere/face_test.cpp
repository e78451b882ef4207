#include "dialects/cohere/face.hpp"

#include <gtest/gtest.h>

namespace quorum::cohere {
namespace {

TEST(Face, SaysWhatIsAsked) {
  const auto head = face().scan(R"({"model":"m","stream":true})");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->model, "m");
  EXPECT_TRUE(head->is_stream);
  EXPECT_FALSE(face().scan(R"({"model":"m"})")->is_stream);
  EXPECT_FALSE(face().scan("{}"));
  EXPECT_TRUE(face().check(R"({"model":"m","messages":[{"role":"user","content":"x"}]})"));
  EXPECT_FALSE(face().check("{}"));
  EXPECT_EQ(face().dialect(), llm::Dialect::cohere);
}

TEST(Face, ErrorsAreAMessageAndAnId) {
  const Error error{.code = Errc::rate_limited, .message = "Wait."};
  EXPECT_EQ(face().write_error(error, "req_1"), R"({"id":"req_1","message":"Wait."})");
  EXPECT_EQ(face().write_error(error, ""), R"({"message":"Wait."})");
  EXPECT_EQ(face().status_of(error), 429);
  EXPECT_EQ(face().status_of({.code = Errc::budget_exceeded}), 402);
  EXPECT_EQ(face().status_of({.code = Errc::cancelled}), 499);
  EXPECT_EQ(face().write_error({.code = Errc::invalid_request,
                                .message = "Too long.",
                                .reason = "context_length_exceeded"},
                               ""),
            R"({"message":"Too long.","error_type":"TOO_MANY_TOKENS"})");
}

}  // namespace
}  // namespace quorum::cohere
