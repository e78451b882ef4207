#include "api/openai/models_endpoint.hpp"

#include <gtest/gtest.h>

#include "testkit/responder.hpp"
#include "testkit/run.hpp"
#include "testkit/scripted.hpp"

namespace quorum::api::openai {
namespace {

Task<std::optional<Error>> ask(async::Loop& loop, http::Responder& responder, std::string id) {
  testkit::ScriptedModels models(loop);
  models.add({.id = "gpt-4", .provider = "openai", .created_ms = 1'700'000'000'999}, {});
  models.add({.id = "local/x", .provider = "local"}, {});
  ListModelsEndpoint list(models);
  ShowModelEndpoint show(models);
  store::RequestRecord record;
  http::Request request;
  Exchange exchange{.request = request, .responder = responder, .record = record};
  exchange.path_values.emplace_back("id", id);
  Endpoint& endpoint = id.empty() ? static_cast<Endpoint&>(list) : static_cast<Endpoint&>(show);
  auto done = co_await endpoint.answer(exchange);
  if (!done) co_return std::move(done.error());
  co_return std::nullopt;
}

std::string body_of(std::string id) {
  testkit::FakeResponder responder;
  const auto error =
      testkit::run([&](async::Loop& loop) { return ask(loop, responder, std::move(id)); });
  return error ? std::string(name(error->code)) : responder.body;
}

TEST(OpenAiModels, AreListedAsOpenAiDoes) {
  EXPECT_EQ(body_of(""),
            R"({"object":"list","data":[{"id":"gpt-4","object":"model","created":1700000000,)"
            R"("owned_by":"openai"},{"id":"local/x","object":"model","created":0,)"
            R"("owned_by":"local"}]})");
}

TEST(OpenAiModels, OneIsFoundByItsNameWithSlashes) {
  EXPECT_EQ(body_of("local/x"),
            R"({"id":"local/x","object":"model","created":0,"owned_by":"local"})");
  EXPECT_EQ(body_of("none"), "not_found");
}

}  // namespace
}  // namespace quorum::api::openai
