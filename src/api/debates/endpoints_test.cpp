#include "api/debates/endpoints.hpp"

#include <gtest/gtest.h>

#include "api/debates/fake_service.hpp"
#include "testkit/responder.hpp"
#include "testkit/run.hpp"

namespace quorum::api::debates {
namespace {

class EndpointsTest : public testing::Test {
 protected:
  template <typename Made, typename... Args>
  std::optional<Error> ask(http::Request request, std::string id, Args... args) {
    return testkit::run([&](async::Loop& loop) {
      endpoint_ = std::make_unique<Made>(loop, service_, args...);
      return play(std::move(request), std::move(id));
    });
  }

  static http::Request get(std::string target) {
    http::Request request;
    request.head.target = std::move(target);
    return request;
  }

  FakeService service_;
  testkit::FakeResponder responder_;

 private:
  Task<std::optional<Error>> play(http::Request request, std::string id) {
    store::RequestRecord record;
    Exchange exchange{.request = request, .responder = responder_, .record = record};
    exchange.path_values.emplace_back("id", std::move(id));
    auto done = co_await endpoint_->answer(exchange);
    if (!done) co_return std::move(done.error());
    co_return std::nullopt;
  }

  std::unique_ptr<Endpoint> endpoint_;
};

TEST_F(EndpointsTest, CreateSaysWhereTheDebateIs) {
  http::Request request;
  request.body = R"({"question":"A or B?","rounds":3})";
  EXPECT_FALSE(ask<CreateEndpoint>(std::move(request), ""));
  EXPECT_EQ(responder_.head.status, 201);
  EXPECT_EQ(responder_.header("location"), "/v1/debates/dbt_1");
  EXPECT_EQ(responder_.body, R"({"id":"dbt_1","status":"running","url":"/v1/debates/dbt_1",)"
                             R"("events_url":"/v1/debates/dbt_1/events"})");
  EXPECT_EQ(service_.started.value().question, "A or B?");
  EXPECT_EQ(service_.started.value().rounds, 3);
}

TEST_F(EndpointsTest, CreateNamesTheFaultyField) {
  http::Request request;
  request.body = R"({"question":"A or B?","rounds":11})";
  const auto error = ask<CreateEndpoint>(std::move(request), "");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::invalid_request);
  EXPECT_EQ(error->field, "rounds");
  EXPECT_FALSE(service_.started);
}

TEST_F(EndpointsTest, AModelThatNobodyHasIsAFaultOfTheRequest) {
  service_.fault =
      Error{.code = Errc::not_found, .field = "seats.0.model", .reason = "model_not_found"};
  http::Request request;
  request.body = R"({"question":"A or B?"})";
  const auto error = ask<CreateEndpoint>(std::move(request), "");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, Errc::invalid_request);
  EXPECT_EQ(error->field, "seats.0.model");
  EXPECT_EQ(error->reason, "model_not_found");
}

TEST_F(EndpointsTest, ListPassesItsQueryOn) {
  EXPECT_FALSE(ask<ListEndpoint>(get("/v1/debates?limit=7&after=dbt_3&status=failed&q=a%20b"), ""));
  EXPECT_EQ(responder_.body, R"({"data":[],"has_more":false})");
  EXPECT_EQ(service_.listed.limit, 7U);
  EXPECT_EQ(service_.listed.after, "dbt_3");
  EXPECT_EQ(service_.listed.status, "failed");
  EXPECT_EQ(service_.listed.text, "a b");
}

TEST_F(EndpointsTest, ListShowsTwentyUnlessToldOtherwise) {
  EXPECT_FALSE(ask<ListEndpoint>(get("/v1/debates"), ""));
  EXPECT_EQ(service_.listed.limit, 20U);
}

TEST_F(EndpointsTest, ListRefusesWhatItCannotDo) {
  for (const auto* query : {"limit=0", "limit=101", "limit=x", "limit=-1", "limit=1.5",
                            "limit=", "limit=99999999999999999999", "status=done"}) {
    const auto error = ask<ListEndpoint>(get("/v1/debates?" + std::string(query)), "");
    ASSERT_TRUE(error) << query;
    EXPECT_EQ(error->code, Errc::invalid_request) << query;
    EXPECT_EQ(error->field, std::string(query).substr(0, error->field.size())) << query;
  }
}

TEST_F(EndpointsTest, ShowAndCommandsNameTheirDebate) {
  EXPECT_FALSE(ask<ShowEndpoint>({}, "dbt_9"));
  EXPECT_EQ(responder_.body, R"({"id":"dbt_9"})");
  EXPECT_FALSE(ask<CommandEndpoint>({}, "dbt_9", debate::Command::pause));
  EXPECT_EQ(service_.commanded, debate::Command::pause);
}

TEST_F(EndpointsTest, WhatTheServiceRefusesIsTheAnswer) {
  service_.fault = Error{.code = Errc::not_found, .message = "no such debate"};
  EXPECT_EQ(ask<ShowEndpoint>({}, "x").value().code, Errc::not_found);
  EXPECT_EQ(ask<CommandEndpoint>({}, "x", debate::Command::cancel).value().code, Errc::not_found);
  EXPECT_EQ(ask<ListEndpoint>({}, "").value().code, Errc::not_found);
}

}  // namespace
}  // namespace quorum::api::debates
