#include "api/ops/metrics_endpoint.hpp"

#include <gtest/gtest.h>

#include "testkit/responder.hpp"
#include "testkit/run.hpp"

namespace quorum::api::ops {
namespace {

Task<> ask(Endpoint& endpoint, http::Responder& responder, std::string_view accept) {
  store::RequestRecord record;
  http::Request request;
  Exchange exchange{.request = request, .responder = responder, .record = record};
  exchange.request.head.headers.add("Accept", accept);
  EXPECT_TRUE((co_await endpoint.answer(std::move(exchange))).has_value());
}

TEST(MetricsEndpoint, AnswersInTheFormatAskedFor) {
  MetricsEndpoint endpoint([](metrics::Format format) {
    return format == metrics::Format::open_metrics ? "open" : "plain";
  });
  testkit::FakeResponder plain;
  testkit::run([&](async::Loop&) { return ask(endpoint, plain, "*/*"); });
  EXPECT_EQ(plain.body, "plain");
  EXPECT_EQ(plain.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  testkit::FakeResponder open;
  testkit::run([&](async::Loop&) { return ask(endpoint, open, "application/openmetrics-text"); });
  EXPECT_EQ(open.body, "open");
  EXPECT_EQ(open.header("content-type"),
            "application/openmetrics-text; version=1.0.0; charset=utf-8");
}

}  // namespace
}  // namespace quorum::api::ops
