#include "api/ops/static_endpoint.hpp"

#include <gtest/gtest.h>

#include "testkit/responder.hpp"
#include "testkit/run.hpp"

namespace quorum::api::ops {
namespace {

Task<bool> ask(Endpoint& endpoint, http::Responder& responder) {
  store::RequestRecord record;
  http::Request request;
  Exchange exchange{.request = request, .responder = responder, .record = record};
  co_return (co_await endpoint.answer(exchange)).has_value();
}

TEST(StaticEndpoint, APageMayFetchFromHereAlone) {
  StaticEndpoint endpoint("text/html; charset=utf-8", "<p>");
  testkit::FakeResponder responder;
  EXPECT_TRUE(testkit::run([&](async::Loop&) { return ask(endpoint, responder); }));
  EXPECT_EQ(responder.body, "<p>");
  EXPECT_EQ(responder.header("content-type"), "text/html; charset=utf-8");
  EXPECT_TRUE(responder.header("content-security-policy")
                  .starts_with("default-src 'none'; connect-src 'self'; "));
}

TEST(StaticEndpoint, JsonNeedsNoPolicy) {
  StaticEndpoint endpoint("application/json", "");
  endpoint.set_body("{}");
  testkit::FakeResponder responder;
  EXPECT_TRUE(testkit::run([&](async::Loop&) { return ask(endpoint, responder); }));
  EXPECT_EQ(responder.body, "{}");
  EXPECT_EQ(responder.header("content-security-policy"), "(none)");
}

}  // namespace
}  // namespace quorum::api::ops
