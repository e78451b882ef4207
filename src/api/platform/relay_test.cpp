#include "api/platform/relay.hpp"

#include <gtest/gtest.h>

#include "testkit/responder.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::api::platform {
namespace {

using namespace std::chrono_literals;

class RelayTest : public testing::Test {
 protected:
  /// Relays what `script` says; gives the error, if any.
  std::optional<Error> relay_of(testkit::Script script) {
    return testkit::run([&](async::Loop& loop) { return play(loop, std::move(script)); });
  }

  testkit::FakeResponder responder_;

 private:
  Task<std::optional<Error>> play(async::Loop& loop, testkit::Script script) {
    testkit::ScriptedModels models(loop);
    models.add("m", {std::move(script)});
    auto stream = co_await models.open(llm::Call{.model = "m"}, {});
    if (!stream) co_return std::move(stream.error());
    const PlainEvents spelling;
    auto done = co_await Relay(loop, responder_, spelling).run(std::move(*stream));
    if (!done) co_return std::move(done.error());
    co_return std::nullopt;
  }
};

TEST_F(RelayTest, StreamsEveryPieceAndEnds) {
  EXPECT_FALSE(relay_of(testkit::says("Hi there", 1s)));
  EXPECT_EQ(responder_.body,
            "data: {\"content\":\"Hi\"}\n\ndata: {\"content\":\" there\"}\n\ndata: [DONE]\n\n");
  EXPECT_TRUE(responder_.is_finished);
}

TEST_F(RelayTest, AFailureBeforeTheFirstPieceLeavesTheStatusFree) {
  testkit::Script script{.cut = Error{.code = Errc::rate_limited, .message = "slow down"}};
  const auto error = relay_of(std::move(script));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::rate_limited);
  EXPECT_FALSE(responder_.is_started());
}

TEST_F(RelayTest, AFailureInTheMiddleIsTheLastEvent) {
  const Error cut{.code = Errc::upstream_failed, .message = "It broke.", .detail = "host-9"};
  const auto error = relay_of(testkit::breaks_after("Hi", cut));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->detail, "host-9");
  EXPECT_EQ(responder_.body, "data: {\"content\":\"Hi\"}\n\ndata: {\"error\":\"It broke.\"}\n\n");
}

TEST_F(RelayTest, ASilentModelIsKeptAwake) {
  EXPECT_FALSE(relay_of(testkit::says("Hi there", 20s)));
  EXPECT_EQ(responder_.body,
            "data: {\"content\":\"Hi\"}\n\n: ping\n\ndata: {\"content\":\" there\"}\n\n"
            "data: [DONE]\n\n");
}

class Catalog final : public llm::Models {
 public:
  std::vector<llm::ModelInfo> list() const override {
    return {{.id = "gpt-4", .provider = "openai"}, {.id = "local/x", .provider = "local"}};
  }
  Result<llm::ModelInfo> find(std::string_view id) const override {
    for (auto& model : list()) {
      if (model.id == id) return model;
    }
    if (id == "keyless/m") return Error{.code = Errc::unauthenticated, .message = "Set KEY."};
    return Error{.code = Errc::not_found, .message = "See GET /api/v1/models."};
  }
};

TEST(Unsupported, AModelThatNobodyHasIsTheCallersFault) {
  const auto unknown = unsupported({.code = Errc::not_found, .message = "See the list."}, "x");
  EXPECT_EQ(unknown.code, Errc::invalid_request);
  EXPECT_EQ(unknown.message, "Unsupported model: x. See the list.");
  EXPECT_EQ(unknown.reason, "unsupported_model");
  EXPECT_EQ(unsupported({.code = Errc::unauthenticated}, "x").code, Errc::unauthenticated);
}

TEST(FindModel, ProviderAndModelMayBeNamedApart) {
  const Catalog models;
  EXPECT_EQ(find_model_of(models, "openai", "gpt-4").value().id, "gpt-4");
  EXPECT_EQ(find_model_of(models, "local", "x").value().id, "local/x");
  EXPECT_EQ(find_model_of(models, "local", "local/x").value().id, "local/x");
  EXPECT_EQ(find_model_of(models, "local", "gpt-4").error().reason, "unsupported_model");
  EXPECT_EQ(find_model_of(models, "keyless", "m").error().code, Errc::unauthenticated);
}

}  // namespace
}  // namespace quorum::api::platform
