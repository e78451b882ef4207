#pragma once
/// A room's routes behind a router, asked without sockets: for tests.

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/router.hpp"
#include "testkit/responder.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"
#include "testkit/services.hpp"

namespace quorum::api {

/// Models `m` and `vendor/m:8b` play the script; there are no others.
class RouteFixture : public testing::Test {
 protected:
  virtual void add_routes_to(std::vector<Route>& routes, async::Loop& loop,
                             testkit::ScriptedModels& models) = 0;

  testkit::FakeResponder ask(std::string method, std::string target, std::string body = {}) {
    http::Request request;
    request.head = {.method = std::move(method), .target = std::move(target), .headers = headers_};
    request.body = std::move(body);
    testkit::FakeResponder responder;
    testkit::run([&](async::Loop& loop) { return handle(loop, std::move(request), responder); });
    return responder;
  }
  testkit::FakeResponder post(std::string target, std::string body) {
    return ask("POST", std::move(target), std::move(body));
  }

  testkit::Script script_ = testkit::says("Hi there");
  testkit::ScriptedEmbedder embedder_;
  testkit::ScriptedCounter counter_;
  http::Headers headers_;
  std::vector<testkit::SeenCall> calls_;  ///< Of the last request.

 private:
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): outlived by the caller.
  Task<> handle(async::Loop& loop, http::Request request, testkit::FakeResponder& responder) {
    testkit::ScriptedModels models(loop);
    models.add({.id = "m",
                .provider = "scripted",
                .family = "qwen",
                .context_tokens = 8192,
                .output_tokens_max = 1024,
                .capabilities = {.tools = true},
                .created_ms = 1'700'000'000'000},
               [this](const llm::Chat&, std::size_t) { return script_; });
    models.add("vendor/m:8b", {script_});
    std::vector<Route> routes;
    add_routes_to(routes, loop, models);
    Router router(loop, std::move(routes), {});
    co_await router.handle(std::move(request), responder);
    calls_ = models.calls();
  }
};

}  // namespace quorum::api
