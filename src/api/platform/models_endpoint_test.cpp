#include "api/platform/models_endpoint.hpp"

#include <gtest/gtest.h>

#include "testkit/responder.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::api::platform {
namespace {

Task<bool> ask(Endpoint& endpoint, http::Responder& responder) {
  store::RequestRecord record;
  http::Request request;
  Exchange exchange{.request = request, .responder = responder, .record = record};
  co_return (co_await endpoint.answer(exchange)).has_value();
}

TEST(Health, SaysThatItLivesAndWhatItHas) {
  HealthEndpoint endpoint({.version = "1.2.3", .is_openai_configured = true});
  testkit::FakeResponder responder;
  EXPECT_TRUE(testkit::run([&](async::Loop&) { return ask(endpoint, responder); }));
  EXPECT_EQ(responder.body, R"({"status":"healthy","version":"1.2.3","openai_configured":true})");
}

TEST(Health, NamesWhatIsInTrouble) {
  bool is_kept = true;
  HealthEndpoint endpoint({.version = "1", .keeps_records = [&] { return is_kept; }});
  const auto told = [&] {
    testkit::FakeResponder responder;
    EXPECT_TRUE(testkit::run([&](async::Loop&) { return ask(endpoint, responder); }));
    return responder.body;
  };
  EXPECT_EQ(told(), R"({"status":"healthy","version":"1","openai_configured":false})");
  is_kept = false;
  EXPECT_EQ(told(), R"({"status":"healthy","version":"1","openai_configured":false,)"
                    R"("trouble":["request_log"]})");
}

Task<bool> list_two(async::Loop& loop, http::Responder& responder) {
  testkit::ScriptedModels models(loop);
  models.add({.id = "gpt-4", .provider = "openai"}, {});
  models.add({.id = "local/x", .provider = "local", .is_streaming = false}, {});
  ModelsEndpoint endpoint(models);
  co_return co_await ask(endpoint, responder);
}

TEST(Models, AreListedWithTheirProviderThosePromisedAlways) {
  testkit::FakeResponder responder;
  EXPECT_TRUE(testkit::run([&](async::Loop& loop) { return list_two(loop, responder); }));
  EXPECT_EQ(responder.body,
            R"({"models":[{"id":"gpt-3.5-turbo","provider":"openai","streaming":true},)"
            R"({"id":"gpt-4-turbo","provider":"openai","streaming":true},)"
            R"({"id":"gpt-4","provider":"openai","streaming":true},)"
            R"({"id":"local/x","provider":"local","streaming":false}]})");
}

}  // namespace
}  // namespace quorum::api::platform
