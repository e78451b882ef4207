#include "dialects/openai_chat/error.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace quorum::openai_chat {
namespace {

using namespace std::chrono_literals;

Error explained(int status, std::string_view body) {
  return explain(
      {.provider = "openai", .key_variable = "OPENAI_API_KEY", .status = status, .body = body});
}

TEST(Explain, TellsTheCallerWhatToChange) {
  const auto error = explained(
      400, R"({"error":{"message":"Invalid 'messages[3]'. Text is expected.",)"
           R"("type":"invalid_request_error","param":"messages[3]","code":"invalid_value"}})");
  EXPECT_EQ(error.code, Errc::invalid_request);
  EXPECT_EQ(error.message, "openai refused the request: Invalid 'messages[3]'. Text is expected.");
  EXPECT_EQ(error.field, "messages[3]");
  EXPECT_EQ(error.reason, "invalid_value");
}

TEST(Explain, NamesTheVariableOfAKeyThatWasRefused) {
  const auto error = explained(
      401, R"({"error":{"message":"Incorrect API key provided: sk-wrong","code":"401"}})");
  EXPECT_EQ(error.code, Errc::unauthenticated);
  EXPECT_EQ(error.message, "openai refused the key in OPENAI_API_KEY.");
  EXPECT_EQ(error.reason, "");
  EXPECT_NE(error.detail.find("Incorrect API key"), std::string::npos);
  // Google answers 400 to a bad key, OpenRouter says 401 twice.
  EXPECT_EQ(explained(400, R"({"error":{"message":"x","type":"authentication_error"}})").code,
            Errc::unauthenticated);
  EXPECT_EQ(explained(401, R"({"error":{"message":"Missing header","code":401}})").code,
            Errc::unauthenticated);
}

TEST(Explain, KnowsALimitThatPassesFromOneThatDoesNot) {
  auto refusal =
      dialects::Refusal{.provider = "openai",
                        .status = 429,
                        .body = R"({"error":{"message":"slow","code":"rate_limit_exceeded"}})",
                        .retry_after = "3"};
  EXPECT_EQ(explain(refusal).code, Errc::rate_limited);
  EXPECT_EQ(explain(refusal).retry_after, 3s);
  EXPECT_EQ(explain(refusal).message, "openai takes no more requests for now.");

  refusal.body = R"({"error":{"message":"quota","type":"insufficient_quota"}})";
  EXPECT_EQ(explain(refusal).code, Errc::budget_exceeded);
  EXPECT_EQ(explain(refusal).retry_after, std::nullopt);
  EXPECT_EQ(explained(402, "no balance").code, Errc::budget_exceeded);
}

TEST(Explain, UnderstandsEveryShapeOfRefusal) {
  const auto message = [](std::string_view body) { return explained(422, body).message; };
  const std::string expected = "openai refused the request: text";
  EXPECT_EQ(message(R"({"code":"invalid-argument","error":"text"})"), expected);
  EXPECT_EQ(message(R"({"detail":"text"})"), expected);
  EXPECT_EQ(message(R"({"detail":[{"loc":["body"],"msg":"text","type":"x"}]})"), expected);
  EXPECT_EQ(message(R"([{"error":{"code":422,"message":"text"}}])"), expected);
  EXPECT_EQ(message(R"({"message":"text"})"), expected);
  EXPECT_EQ(message("<html>"), "openai refused the request.");
  EXPECT_EQ(message(""), "openai refused the request.");
}

TEST(Explain, AModelThatIsNotThere) {
  const auto error = explained(
      404,
      R"({"error":{"type":"invalid_request_error","code":"DeploymentNotFound","message":"x"}})");
  EXPECT_EQ(error.code, Errc::not_found);
  EXPECT_EQ(error.reason, "model_not_found");
  EXPECT_EQ(error.message, "openai does not have this model: x");
}

TEST(Explain, ABrokenProviderKeepsItsWordsToItself) {
  const auto error = explained(500, R"({"error":{"message":"secret-host-17 exploded"}})");
  EXPECT_EQ(error.code, Errc::upstream_failed);
  EXPECT_EQ(error.message, "openai failed to answer.");
  EXPECT_NE(error.detail.find("secret-host-17"), std::string::npos);
  EXPECT_EQ(explained(503, "").code, Errc::unavailable);
  EXPECT_EQ(explained(302, "").code, Errc::upstream_failed);
  EXPECT_EQ(explained(403, "{}").code, Errc::permission_denied);
  EXPECT_EQ(explained(413, "{}").code, Errc::too_large);
}

Error inside(std::string_view object) {
  const auto document = json::Document::parse(object);
  return explain_object("groq", document->root());
}

TEST(Explain, AnErrorInsideAStreamHasNoStatus) {
  EXPECT_EQ(inside(R"({"message":"overloaded"})").code, Errc::upstream_failed);
  EXPECT_EQ(inside(R"("text")").code, Errc::upstream_failed);
  EXPECT_EQ(inside(R"({"code":429,"message":"x"})").code, Errc::rate_limited);
  const auto error = inside(R"({"message":"Tool call validation failed",
      "type":"invalid_request_error","code":"tool_use_failed","status_code":400})");
  EXPECT_EQ(error.code, Errc::invalid_request);
  EXPECT_EQ(error.reason, "tool_use_failed");
  EXPECT_EQ(error.message, "groq refused the request: Tool call validation failed");
}

TEST(WriteError, IsOpenAisShapeWithAllItsFields) {
  EXPECT_EQ(write_error({.code = Errc::invalid_request,
                         .message = "`messages.0.role` is \"robot\".",
                         .detail = "secret",
                         .field = "messages.0.role"}),
            R"({"error":{"message":"`messages.0.role` is \"robot\".",)"
            R"("type":"invalid_request_error","param":"messages.0.role","code":"invalid_value"}})");
  EXPECT_EQ(write_error(
                {.code = Errc::budget_exceeded, .message = "No.", .reason = "insufficient_quota"}),
            R"({"error":{"message":"No.","type":"insufficient_quota","param":null,)"
            R"("code":"insufficient_quota"}})");
  EXPECT_EQ(write_error({.code = Errc::upstream_failed, .message = "Cut."}),
            R"({"error":{"message":"Cut.","type":"server_error","param":null,)"
            R"("code":"upstream_failed"}})");
}

}  // namespace
}  // namespace quorum::openai_chat
