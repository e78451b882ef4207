#include "api/platform/cost_endpoint.hpp"

#include <gtest/gtest.h>

#include "testkit/responder.hpp"
#include "testkit/run.hpp"

namespace quorum::api::platform {
namespace {

Estimate four_letters_a_token(std::string_view provider, std::string_view, std::string_view text) {
  const auto tokens = static_cast<std::int64_t>((text.size() + 3) / 4);
  Estimate estimate{.tokens = tokens, .method = "letters"};
  if (provider == "openai") estimate.cost_usd = Money::pico_usd(30'000'000) * tokens;
  return estimate;
}

Task<bool> ask(http::Responder& responder, std::string query) {
  CostEndpoint endpoint(four_letters_a_token);
  store::RequestRecord record;
  http::Request request;
  Exchange exchange{.request = request, .responder = responder, .record = record};
  exchange.request.head.target = "/cost/estimate?" + query;
  co_return (co_await endpoint.answer(exchange)).has_value();
}

std::string body_of(std::string query) {
  testkit::FakeResponder responder;
  EXPECT_TRUE(testkit::run([&](async::Loop&) { return ask(responder, std::move(query)); }));
  return std::to_string(responder.head.status) + " " + responder.body;
}

TEST(Cost, IsInDollars) {
  EXPECT_EQ(body_of("provider=openai&model=gpt-4&text=Hello+world"),
            R"(200 {"provider":"openai","model":"gpt-4","tokens":3,"method":"letters",)"
            R"("estimated_cost_usd":0.00009})");
}

TEST(Cost, AnUnknownPriceIsNotZero) {
  EXPECT_EQ(body_of("provider=acme&model=m%2Fn&text="),
            R"(200 {"provider":"acme","model":"m/n","tokens":0,"method":"letters",)"
            R"("estimated_cost_usd":null})");
}

TEST(Cost, AllThreeParametersAreNeeded) {
  EXPECT_EQ(
      body_of("model="),
      R"(422 {"detail":[{"loc":["query","provider"],"msg":"Field required","type":"missing"},)"
      R"({"loc":["query","model"],"msg":"Field required","type":"missing"},)"
      R"({"loc":["query","text"],"msg":"Field required","type":"missing"}],)"
      R"("error_code":"validation_error"})");
}

}  // namespace
}  // namespace quorum::api::platform
