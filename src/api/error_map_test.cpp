#include "api/error_map.hpp"

#include <gtest/gtest.h>

namespace quorum::api {
namespace {

using namespace std::chrono_literals;

std::string body_of(const Error& error, Audience audience) {
  return error_response(error, audience).body;
}

std::string header_of(const http::Response& response, std::string_view name) {
  return std::string(response.head.headers.get(name).value_or("none"));
}

TEST(ErrorMap, EveryCodeHasItsStatusForEveryAudience) {
  struct Row {
    Errc code;
    int openai;
    int debates;
    int platform;
  };
  for (const auto& row :
       {Row{Errc::invalid_request, 400, 422, 400}, Row{Errc::unauthenticated, 401, 401, 401},
        Row{Errc::permission_denied, 403, 403, 401}, Row{Errc::not_found, 404, 404, 404},
        Row{Errc::conflict, 409, 409, 409}, Row{Errc::too_large, 413, 413, 413},
        Row{Errc::rate_limited, 429, 429, 429}, Row{Errc::budget_exceeded, 429, 429, 429},
        Row{Errc::unavailable, 503, 503, 500}, Row{Errc::upstream_failed, 502, 502, 500},
        Row{Errc::deadline_exceeded, 504, 504, 504}, Row{Errc::cancelled, 499, 499, 500},
        Row{Errc::internal, 500, 500, 500}}) {
    const Error error{.code = row.code};
    EXPECT_EQ(status_of(error, Audience::openai), row.openai) << name(row.code);
    EXPECT_EQ(status_of(error, Audience::debates), row.debates) << name(row.code);
    EXPECT_EQ(status_of(error, Audience::platform), row.platform) << name(row.code);
  }
}

TEST(ErrorMap, OpenAiClientsReadAllFourFields) {
  EXPECT_EQ(body_of({.code = Errc::not_found,
                     .message = "There is no model `x`.",
                     .field = "model",
                     .reason = "model_not_found"},
                    Audience::openai),
            R"({"error":{"message":"There is no model `x`.","type":"invalid_request_error",)"
            R"("param":"model","code":"model_not_found"}})");
  EXPECT_EQ(body_of({.code = Errc::invalid_request, .message = "No."}, Audience::debates),
            R"({"error":{"message":"No.","type":"invalid_request_error","param":null,)"
            R"("code":"invalid_value"}})");
}

TEST(ErrorMap, ThePlatformReadsDetail) {
  EXPECT_EQ(body_of({.code = Errc::unauthenticated, .message = "OPENAI_API_KEY is not set."},
                    Audience::platform),
            R"({"detail":"OPENAI_API_KEY is not set.","error_code":"unauthenticated"})");
  EXPECT_EQ(refusal(404, "Not Found", Audience::platform).body, R"({"detail":"Not Found"})");
}

TEST(ErrorMap, WhatBrokeInsideIsNotShown) {
  const Error error{.code = Errc::internal, .message = "row 7 of keys", .detail = "sk-1"};
  for (const auto audience : {Audience::openai, Audience::debates, Audience::platform}) {
    const auto response = error_response(error, audience);
    EXPECT_EQ(response.head.status, 500);
    EXPECT_EQ(response.body.find("row 7"), std::string::npos) << response.body;
    EXPECT_EQ(response.body.find("sk-1"), std::string::npos) << response.body;
  }
  EXPECT_EQ(body_of({.code = Errc::upstream_failed, .message = "It broke.", .detail = "host-9"},
                    Audience::platform),
            R"({"detail":"It broke.","error_code":"upstream_failed"})");
}

TEST(ErrorMap, SaysWhenToComeBackAndRoundsUp) {
  const auto wait = [](std::chrono::milliseconds retry_after) {
    const auto response =
        error_response({.code = Errc::rate_limited, .retry_after = retry_after}, Audience::openai);
    EXPECT_EQ(header_of(response, "x-should-retry"), "none");
    return header_of(response, "retry-after") + " " + header_of(response, "retry-after-ms");
  };
  EXPECT_EQ(wait(1ms), "1 1");
  EXPECT_EQ(wait(1000ms), "1 1000");
  EXPECT_EQ(wait(1001ms), "2 1001");
  EXPECT_EQ(wait(0ms), "0 0");
  EXPECT_EQ(wait(-5s), "0 0");
}

TEST(ErrorMap, ASpentBudgetIsNotWorthRetrying) {
  for (const auto audience : {Audience::openai, Audience::anthropic, Audience::platform}) {
    const auto spent = error_response({.code = Errc::budget_exceeded}, audience);
    EXPECT_EQ(header_of(spent, "x-should-retry"), "false");
    const auto quota = error_response(
        {.code = Errc::rate_limited, .reason = "insufficient_quota", .should_retry = true},
        audience);
    EXPECT_EQ(header_of(quota, "x-should-retry"), "false");
  }
}

TEST(ErrorMap, WhatAProviderSaysOfRetryingIsPassedOn) {
  const auto said = [](bool should_retry) {
    return header_of(error_response({.code = Errc::upstream_failed, .should_retry = should_retry},
                                    Audience::openai),
                     "x-should-retry");
  };
  EXPECT_EQ(said(true), "true");
  EXPECT_EQ(said(false), "false");
}

TEST(ErrorMap, WhatHttpRefusesKeepsItsStatusInEveryDialect) {
  for (const auto audience : {Audience::openai, Audience::anthropic, Audience::gemini,
                              Audience::ollama, Audience::debates, Audience::platform}) {
    for (const int status : {400, 404, 405, 408, 413, 415, 431, 501, 505}) {
      const auto response = refusal(status, "No.", audience, "r1");
      EXPECT_EQ(response.head.status, status);
      EXPECT_EQ(header_of(response, "content-type"), "application/json");
      EXPECT_NE(response.body.find("\"No.\""), std::string::npos) << response.body;
    }
  }
  EXPECT_TRUE(refusal(405, "No.", Audience::gemini).body.starts_with(R"({"error":{"code":405,)"));
  EXPECT_EQ(refusal(405, "No.", Audience::openai).body,
            R"({"error":{"message":"No.","type":"invalid_request_error","param":null,)"
            R"("code":"method_not_supported"}})");
}

}  // namespace
}  // namespace quorum::api
