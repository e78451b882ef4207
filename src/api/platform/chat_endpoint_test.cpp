#include "api/platform/chat_endpoint.hpp"

#include <gtest/gtest.h>

#include "testkit/responder.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::api::platform {
namespace {

constexpr std::string_view kHello = R"({"messages":[{"role":"user","content":"Hello"}]})";

/// One request to one of the two endpoints, with models `m` (which plays the script) and none else.
class ChatEndpointTest : public testing::Test {
 protected:
  enum class Which : std::uint8_t { chat, debate_stream };

  void SetUp() override { script_ = testkit::says("Hi there"); }

  std::optional<Error> post(Which which, std::string_view target, std::string_view body) {
    return testkit::run([&](async::Loop& loop) { return play(loop, which, target, body); });
  }
  std::optional<Error> chat(std::string_view body) { return post(Which::chat, "/", body); }

  testkit::Script script_;
  testkit::FakeResponder responder_;
  store::RequestRecord record_;
  std::vector<testkit::SeenCall> calls_;

 private:
  Task<std::optional<Error>> play(async::Loop& loop, Which which, std::string_view target,
                                  std::string_view body) {
    testkit::ScriptedModels models(loop);
    models.add("m", {script_});
    ChatEndpoint chat(loop, models, {.default_model = "m"});
    DebateStreamEndpoint debate_stream(loop, models, models);
    http::Request request;
    Exchange exchange{
        .request = request, .responder = responder_, .record = record_, .request_id = "r1"};
    exchange.request.head.target = target;
    exchange.request.body = body;
    Endpoint& endpoint =
        which == Which::chat ? static_cast<Endpoint&>(chat) : static_cast<Endpoint&>(debate_stream);
    auto done = co_await endpoint.answer(exchange);
    calls_ = models.calls();
    if (!done) co_return std::move(done.error());
    co_return std::nullopt;
  }
};

TEST_F(ChatEndpointTest, StreamsNamedEventsUnlessToldOtherwise) {
  EXPECT_FALSE(chat(kHello));
  EXPECT_EQ(responder_.header("content-type"), "text/event-stream; charset=utf-8");
  EXPECT_EQ(responder_.body,
            "event: message\n"
            "data: {\"delta\":\"Hi\",\"finish_reason\":null,\"model\":\"m\"}\n\n"
            "event: message\n"
            "data: {\"delta\":\" there\",\"finish_reason\":null,\"model\":\"m\"}\n\n"
            "event: done\ndata: {\"finish_reason\":\"stop\",\"total_tokens\":12}\n\n");
  ASSERT_EQ(calls_.size(), 1U);
  EXPECT_TRUE(calls_[0].call.stream);
  EXPECT_EQ(calls_[0].chat.temperature, 0.7);
  EXPECT_EQ(calls_[0].chat.tokens_max, 2048);
  EXPECT_EQ(calls_[0].id, "r1");
}

TEST_F(ChatEndpointTest, NotStreamedItIsOneObject) {
  EXPECT_FALSE(chat(R"({"messages":[{"role":"user","content":"x"}],"stream":false})"));
  EXPECT_EQ(responder_.header("content-type"), "application/json");
  EXPECT_EQ(responder_.body,
            R"({"content":"Hi there","finish_reason":"stop","model":"m",)"
            R"("usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}})");
  EXPECT_FALSE(calls_.at(0).call.stream);
}

TEST_F(ChatEndpointTest, BadInputNeverReachesAModel) {
  EXPECT_FALSE(chat(R"({"messages":[]})"));
  EXPECT_EQ(responder_.head.status, 422);
  EXPECT_TRUE(calls_.empty());
}

TEST_F(ChatEndpointTest, AnUnknownModelIsTheCallersFault) {
  const auto error = chat(R"({"messages":[{"role":"user","content":"x"}],"model":"none"})");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::invalid_request);
  EXPECT_EQ(error->reason, "unsupported_model");
}

TEST_F(ChatEndpointTest, ARefusalIsAStatusAlsoOfAStream) {
  script_ = testkit::refuses({.code = Errc::rate_limited, .message = "slow down"});
  const auto error = chat(kHello);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::rate_limited);
  EXPECT_FALSE(responder_.is_started());
}

TEST_F(ChatEndpointTest, AStreamThatBreaksEndsInAnErrorAndNeverInADone) {
  script_ = testkit::breaks_after("Hi", {.code = Errc::upstream_failed, .message = "It broke."});
  EXPECT_TRUE(chat(kHello));
  EXPECT_EQ(responder_.body,
            "event: message\n"
            "data: {\"delta\":\"Hi\",\"finish_reason\":null,\"model\":\"m\"}\n\n"
            "event: error\ndata: {\"error\":\"It broke.\"}\n\n");
}

TEST_F(ChatEndpointTest, AnAnswerThatBreaksWholeIsAnError) {
  script_ = testkit::breaks_after("Hi", {.code = Errc::upstream_failed, .message = "It broke."});
  EXPECT_TRUE(chat(R"({"messages":[{"role":"user","content":"x"}],"stream":false})"));
  EXPECT_FALSE(responder_.is_started());
}

TEST_F(ChatEndpointTest, DebateStreamIsOneModelsAnswer) {
  EXPECT_FALSE(post(Which::debate_stream, "/debate/stream?provider=scripted&model=m", kHello));
  EXPECT_EQ(responder_.body,
            "data: {\"content\":\"Hi\"}\n\ndata: {\"content\":\" there\"}\n\ndata: [DONE]\n\n");
}

TEST_F(ChatEndpointTest, DebateStreamNamesWhatItsQueryLacks) {
  EXPECT_FALSE(post(Which::debate_stream, "/debate/stream?model=", R"({"messages":[]})"));
  EXPECT_EQ(responder_.head.status, 422);
  EXPECT_EQ(responder_.body,
            R"({"detail":[{"loc":["query","provider"],"msg":"Field required","type":"missing"},)"
            R"({"loc":["query","model"],"msg":"Field required","type":"missing"},)"
            R"({"loc":["body","messages"],"msg":"List should have at least 1 item after )"
            R"(validation, not 0","type":"too_short"}],"error_code":"validation_error"})");
}

}  // namespace
}  // namespace quorum::api::platform
