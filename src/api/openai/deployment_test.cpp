#include "api/openai/deployment.hpp"

#include <gtest/gtest.h>

#include "dialects/openai_chat/face.hpp"
#include "testkit/responder.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::api::openai {
namespace {

TEST(Deployment, ThePathsModelIsPutIn) {
  EXPECT_EQ(with_model(R"({ "n" : 1.0 })", "gpt-4"), R"({"model":"gpt-4", "n" : 1.0 })");
  EXPECT_EQ(with_model("{}", "a\"b"), R"({"model":"a\"b"})");
}

TEST(Deployment, ThePathsModelReplacesTheBodys) {
  EXPECT_EQ(with_model(R"({"model" : "other","n":1.0})", "gpt-4"),
            R"({"model" : "gpt-4","n":1.0})");
  EXPECT_EQ(with_model(R"({"model":null})", "m"), R"({"model":"m"})");
}

TEST(Deployment, WhatIsNoRequestStaysAsItIs) {
  for (const std::string_view body : {"", "{", "[]", "{\"a\":}"}) {
    EXPECT_EQ(with_model(std::string(body), "m"), body);
  }
}

Task<std::string> ask(async::Loop& loop, testkit::FakeResponder& responder) {
  testkit::ScriptedModels models(loop);
  models.add("team/gpt-4", {testkit::says("Hi")});
  DeploymentEndpoint endpoint(loop, models, openai_chat::face());
  store::RequestRecord record;
  http::Request request;
  Exchange exchange{.request = request,
                    .responder = responder,
                    .record = record,
                    .path_values = {{"model", "team/gpt-4"}}};
  exchange.request.body = R"({"messages":[{"role":"user","content":"x"}]})";
  const auto done = co_await endpoint.answer(exchange);
  co_return done ? *models.calls().at(0).call.wire.body : done.error().message;
}

TEST(Deployment, AChatWithoutAModelIsAnswered) {
  testkit::FakeResponder responder;
  const auto sent = testkit::run([&](async::Loop& loop) { return ask(loop, responder); });
  EXPECT_EQ(sent, R"({"model":"team/gpt-4","messages":[{"role":"user","content":"x"}]})");
  EXPECT_NE(responder.body.find(R"("content":"Hi")"), std::string::npos) << responder.body;
}

}  // namespace
}  // namespace quorum::api::openai
