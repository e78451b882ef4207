#include "dialects/members.hpp"

#include <gtest/gtest.h>

namespace quorum::dialects {
namespace {

TEST(Members, StreamIsWhatTheDialectMeansWhereNothingIsSaid) {
  const auto ollama = scan_model_and_stream(R"({"model":"m"})", Unsaid::streamed);
  ASSERT_TRUE(ollama);
  EXPECT_TRUE(ollama->is_stream);
  const auto cohere = scan_model_and_stream(R"({"model":"m","stream":null})", Unsaid::whole);
  ASSERT_TRUE(cohere);
  EXPECT_FALSE(cohere->is_stream);
  const auto said = scan_model_and_stream(R"({"stream":false,"model":"m"})", Unsaid::streamed);
  ASSERT_TRUE(said);
  EXPECT_FALSE(said->is_stream);
  EXPECT_EQ(said->model, "m");
}

TEST(Members, FaultsNameTheMember) {
  EXPECT_EQ(scan_model_and_stream("{}", Unsaid::whole).error().field, "model");
  EXPECT_EQ(scan_model_and_stream(R"({"model":3})", Unsaid::whole).error().field, "model");
  EXPECT_EQ(scan_model_and_stream(R"({"model":"m","stream":1})", Unsaid::whole).error().field,
            "stream");
  EXPECT_FALSE(scan_model_and_stream("[]", Unsaid::whole));
  EXPECT_FALSE(scan_model_and_stream(R"({"model":"m")", Unsaid::whole));
}

TEST(Members, OnlyTheModelsBytesChange) {
  const auto body = R"({ "model" : "a", "x":1.00, "mod\u0065l":"b" })";
  EXPECT_EQ(with_model(body, "c\"d"), R"({ "model" : "c\"d", "x":1.00, "mod\u0065l":"c\"d" })");
  EXPECT_EQ(with_model(body, "b"), body);
}

}  // namespace
}  // namespace quorum::dialects
