#include "api/route.hpp"

#include <gtest/gtest.h>

namespace quorum::api {
namespace {

using Values = std::vector<std::pair<std::string_view, std::string>>;

TEST(Route, APatternTakesOneSegmentAName) {
  EXPECT_EQ(match("/v1/debates/{id}/events", "/v1/debates/dbt_7/events"),
            (Values{{"id", "dbt_7"}}));
  EXPECT_EQ(match("/health", "/health"), Values{});
  EXPECT_EQ(match("/", "/"), Values{});
}

TEST(Route, WhatDiffersInOneSegmentIsAnotherPath) {
  for (const auto* path : {"/v1/debates", "/v1/debates/", "/v1/debates//events",
                           "/v1/debates/a/event", "/v1/debates/a/events/", "/v1/debates/a/b/events",
                           "/V1/debates/a/events", "v1/debates/a/events", "", "*"}) {
    EXPECT_FALSE(match("/v1/debates/{id}/events", path)) << path;
  }
  EXPECT_FALSE(match("/", ""));
  EXPECT_FALSE(match("/health", "/"));
}

TEST(Route, ALastStarTakesTheRestWithItsSlashes) {
  EXPECT_EQ(match("/v1/models/{id*}", "/v1/models/local/smollm2"),
            (Values{{"id", "local/smollm2"}}));
  EXPECT_EQ(match("/v1/models/{id*}", "/v1/models/local%2Fsmollm2"),
            (Values{{"id", "local/smollm2"}}));
  EXPECT_FALSE(match("/v1/models/{id*}", "/v1/models/"));
  EXPECT_FALSE(match("/v1/models/{id*}", "/v1/models"));
}

TEST(Route, WhatStandsBehindAStarMustEndThePath) {
  constexpr std::string_view kCount = "/v1beta/models/{m*}:countTokens";
  EXPECT_EQ(match(kCount, "/v1beta/models/m:countTokens"), (Values{{"m", "m"}}));
  EXPECT_EQ(match(kCount, "/v1beta/models/ollama/llama3:8b:countTokens"),
            (Values{{"m", "ollama/llama3:8b"}}));
  EXPECT_EQ(match(kCount, "/v1beta/models/m%3AcountTokens"), (Values{{"m", "m"}}));
  for (const auto* path : {"/v1beta/models/m", "/v1beta/models/:countTokens",
                           "/v1beta/models/m:countTokens/", "/v1beta/models/m:counttokens"}) {
    EXPECT_FALSE(match(kCount, path)) << path;
  }
  EXPECT_EQ(match("/openai/deployments/{m*}/embeddings", "/openai/deployments/a/b/embeddings"),
            (Values{{"m", "a/b"}}));
  EXPECT_FALSE(match("/openai/deployments/{m*}/embeddings", "/openai/deployments/embeddings"));
}

TEST(Route, AnEscapedSlashDoesNotCutASegment) {
  EXPECT_EQ(match("/d/{id}/e", "/d/a%2Fb%20c/e"), (Values{{"id", "a/b c"}}));
  EXPECT_EQ(match("/d/{id}", "/d/50%"), (Values{{"id", "50%"}}));
}

TEST(Exchange, FindsItsPathAndQueryValues) {
  http::Request request;
  request.head.target = "/v1/debates/a?after=7&q=x%20y";
  struct Nobody final : http::Responder {
    Task<Result<>> send(http::Response) override { co_return Result<>{}; }
    Task<Result<>> start(http::ResponseHead) override { co_return Result<>{}; }
    Task<Result<>> write(std::string_view) override { co_return Result<>{}; }
    Task<Result<>> finish() override { co_return Result<>{}; }
    bool is_started() const override { return false; }
  } nobody;
  store::RequestRecord record;
  const Exchange exchange{
      .request = request, .responder = nobody, .record = record, .path_values = {{"id", "a"}}};
  EXPECT_EQ(exchange.path_value("id"), "a");
  EXPECT_EQ(exchange.path_value("none"), "");
  EXPECT_EQ(exchange.query_value("after"), "7");
  EXPECT_EQ(exchange.query_value("q"), "x y");
  EXPECT_FALSE(exchange.query_value("id"));
}

}  // namespace
}  // namespace quorum::api
