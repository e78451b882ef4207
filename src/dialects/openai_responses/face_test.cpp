#include "dialects/openai_responses/face.hpp"

#include <gtest/gtest.h>

#include "dialects/openai_responses/answer_fixture.hpp"

namespace quorum::openai_responses {
namespace {

TEST(Face, SpeaksTheResponsesApi) {
  const auto& spoken = face();
  EXPECT_EQ(spoken.dialect(), llm::Dialect::openai_responses);
  EXPECT_EQ(spoken.scan(R"({"model":"m","input":"x"})")->model, "m");
  EXPECT_FALSE(spoken.check(R"({"model":"m"})"));
  EXPECT_EQ(spoken.reader()(R"({"model":"m","input":"x"})")->messages.size(), 1U);
}

TEST(Face, AnswersStreamedAndWhole) {
  const auto stream = face().stream_writer(test_head());
  std::string out;
  stream->write({.text = "a"}, out);
  stream->end(out);
  EXPECT_EQ(read_stream({out}).text, "a");
  const auto reply = face().reply_writer(test_head());
  reply->add({.text = "a"});
  EXPECT_NE(reply->end().find(R"("text":"a")"), std::string::npos);
}

TEST(Face, ErrorsAreOpenAis) {
  const Schemas schemas;
  for (int code = 0; code <= static_cast<int>(Errc::internal); ++code) {
    const Error error{.code = static_cast<Errc>(code), .message = "No."};
    EXPECT_EQ(schemas.faults("ErrorResponse", face().write_error(error, "req_1")), "");
  }
  EXPECT_EQ(face().status_of({.code = Errc::not_found, .reason = "model_not_found"}), 400);
}

}  // namespace
}  // namespace quorum::openai_responses
