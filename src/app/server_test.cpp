#include "app/server.hpp"

#include <gtest/gtest.h>

#include <set>

#include "store/memory_responses.hpp"
#include "testkit/responder.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::app {
namespace {

class NoDebates final : public debate::Service {
 public:
  Task<Result<debate::Started>> start(async::Loop&, debate::DebateRequest) override {
    co_return none();
  }
  Task<Result<std::unique_ptr<debate::EventReader>>> watch(async::Loop&, std::string,
                                                           std::uint64_t) override {
    co_return none();
  }
  Task<Result<std::string>> show(async::Loop&, std::string) override { co_return none(); }
  Task<Result<std::string>> list(async::Loop&, store::DebateQuery) override { co_return none(); }
  Task<Result<std::string>> command(async::Loop&, std::string, debate::Command) override {
    co_return none();
  }

 private:
  static Error none() { return {.code = Errc::not_found, .message = "There is no such debate."}; }
};

/// Nothing is to be had beside chats.
class NoServices final : public llm::Embedder, public llm::TokenCounter, public llm::Passage {
 public:
  Task<Result<llm::Embeddings>> embed(llm::EmbedCall, llm::CallContext) override {
    co_return none();
  }
  Task<Result<llm::TokenCount>> count(llm::Call, llm::CallContext) override { co_return none(); }
  Task<Result<std::unique_ptr<llm::PassageReply>>> open(llm::PassageCall,
                                                        llm::CallContext) override {
    co_return none();
  }

 private:
  static Error none() { return {.code = Errc::not_found, .message = "There is no such model."}; }
};

const llm::PriceBook& prices() {
  static const auto kBook = llm::PriceBook::built_in();
  return *kBook;
}

const govern::Board& no_keys() {
  static const govern::Board kBoard(govern::Ring::make({}, {}, nullptr));
  return kBoard;
}

/// What all routes make of one request.
Task<> ask(async::Loop& loop, http::Request request, testkit::FakeResponder& responder) {
  testkit::ScriptedModels models(loop);
  models.add("m", {testkit::says("Hi there")});
  NoDebates debates;
  NoServices services;
  store::MemoryResponses responses;
  const Ports ports{.backend = models,
                    .models = models,
                    .debates = debates,
                    .responses = responses,
                    .prices = prices(),
                    .services = {.embedder = services, .counter = services, .passage = services},
                    .keys = no_keys()};
  Config config{.version = "1.2.3"};
  api::Router router(loop, all_routes(loop, ports, config), config.cors);
  co_await router.handle(std::move(request), responder);
}

testkit::FakeResponder answer_to(std::string method, std::string target, std::string body = {}) {
  http::Request request;
  request.head.method = std::move(method);
  request.head.target = std::move(target);
  if (!body.empty()) request.head.headers.add("content-type", "application/json");
  request.body = std::move(body);
  testkit::FakeResponder responder;
  testkit::run([&](async::Loop& loop) { return ask(loop, std::move(request), responder); });
  return responder;
}

TEST(AllRoutes, EachIsThereOnceAndDocumented) {
  const auto loop = async::Loop::simulated(1);
  testkit::ScriptedModels models(*loop);
  NoDebates debates;
  NoServices services;
  store::MemoryResponses responses;
  const auto routes =
      all_routes(*loop,
                 {.backend = models,
                  .models = models,
                  .debates = debates,
                  .responses = responses,
                  .prices = prices(),
                  .services = {.embedder = services, .counter = services, .passage = services},
                  .keys = no_keys()},
                 {});
  std::set<std::string> seen;
  std::set<std::string> open;
  const auto document = answer_to("GET", "/openapi.json").body;
  for (const auto& route : routes) {
    const auto audience = route.audience ? std::to_string(static_cast<int>(*route.audience)) : "";
    EXPECT_TRUE(seen.insert(std::string(route.method) + route.pattern + audience).second);
    if (route.access == api::Access::open) open.insert(route.pattern);
    auto path = route.pattern;
    std::erase(path, '*');
    EXPECT_NE(document.find("\"" + path + "\":{"), document.npos) << path;
  }
  EXPECT_GE(routes.size(), 19U);
  // Whatever else there is wants a key.
  EXPECT_EQ(open, (std::set<std::string>{"/", "/docs", "/health", "/openapi.json"}));
}

TEST(AllRoutes, EveryAudienceHasItsOwnErrors) {
  EXPECT_EQ(answer_to("POST", "/v1/chat/completions", "{").head.status, 400);
  EXPECT_EQ(answer_to("POST", "/api/v1/chat/completions", "{").head.status, 422);
  EXPECT_EQ(answer_to("POST", "/v1/debates", "{").head.status, 422);
  EXPECT_EQ(answer_to("POST", "/debate/start", "{").head.status, 422);
  EXPECT_EQ(answer_to("GET", "/v1/debates/x").head.status, 404);
  EXPECT_EQ(answer_to("GET", "/v1/models/x").head.status, 404);
  EXPECT_EQ(answer_to("DELETE", "/v1/debates/x").header("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(answer_to("GET", "/v1/debates/x/cancel").head.status, 405);
  EXPECT_EQ(answer_to("POST", "/api/chat", "{").head.status, 400);
  EXPECT_EQ(answer_to("POST", "/v1/moderations", "{").head.status, 404);
  EXPECT_EQ(answer_to("GET", "/p/none/x").head.status, 404);
}

TEST(AllRoutes, OneModelAnswersOnBothFaces) {
  const std::string hello =
      R"({"model":"m","messages":[{"role":"user","content":"x"}],"stream":false})";
  EXPECT_EQ(answer_to("POST", "/api/v1/chat/completions", hello).head.status, 200);
  EXPECT_EQ(answer_to("POST", "/v1/chat/completions", hello).head.status, 200);
}

TEST(AllRoutes, HealthSaysTheConfiguredVersion) {
  EXPECT_EQ(answer_to("GET", "/health").body,
            R"({"status":"healthy","version":"1.2.3","openai_configured":false})");
}

}  // namespace
}  // namespace quorum::app
