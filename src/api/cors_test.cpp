#include "api/cors.hpp"

#include <gtest/gtest.h>

namespace quorum::api {
namespace {

constexpr std::string_view kHome = "http://localhost:3000";
constexpr std::string_view kAllow = "access-control-allow-origin";

http::RequestHead preflight_from(std::string_view origin) {
  http::RequestHead head{.method = "OPTIONS", .target = "/v1/models", .headers = {}};
  head.headers.add("origin", origin);
  head.headers.add("access-control-request-method", "GET");
  head.headers.add("access-control-request-headers", "content-type, x-request-id");
  return head;
}

http::Headers answer_to(const Cors& cors, std::string_view origin) {
  http::Headers answer;
  cors.welcome(origin, answer);
  return answer;
}

TEST(Cors, LetsInTheConfiguredOriginsAlone) {
  const Cors cors{{.origins = {std::string(kHome), "https://app.example.org"}}};
  EXPECT_EQ(answer_to(cors, kHome).get(kAllow), kHome);
  EXPECT_EQ(answer_to(cors, kHome).get("access-control-allow-credentials"), "true");
  EXPECT_EQ(answer_to(cors, "https://app.example.org").get(kAllow), "https://app.example.org");
  for (const auto* stranger :
       {"http://localhost:3001", "https://localhost:3000", "http://localhost:3000.evil.example",
        "null", "http://LOCALHOST:3000", ""}) {
    const auto answer = answer_to(cors, stranger);
    EXPECT_FALSE(answer.get(kAllow)) << stranger;
    EXPECT_FALSE(answer.get("access-control-allow-credentials")) << stranger;
    EXPECT_EQ(answer.size(), 0);
  }
}

TEST(Cors, AStarNamesTheOriginBecauseCredentialsForbidTheStar) {
  const Cors cors{{.origins = {"*"}}};
  EXPECT_EQ(answer_to(cors, "https://x.example").get(kAllow), "https://x.example");
}

TEST(Cors, APreflightLearnsMethodsHeadersAndHowLongItHolds) {
  const Cors cors{{.origins = {std::string(kHome)}, .preflight_seconds_max = 600}};
  const auto head = preflight_from(kHome);
  ASSERT_TRUE(Cors::is_preflight(head));
  const auto answer = cors.preflight(head.headers, "GET, HEAD, OPTIONS");
  EXPECT_EQ(answer.head.status, 200);
  EXPECT_EQ(answer.head.headers.get("access-control-allow-methods"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(answer.head.headers.get("access-control-max-age"), "600");
  EXPECT_EQ(answer.head.headers.get("access-control-allow-headers"), "content-type, x-request-id");
}

TEST(Cors, AStrangersPreflightLearnsNothing) {
  const Cors cors{{.origins = {std::string(kHome)}}};
  const auto answer = cors.preflight(preflight_from("http://evil.example").headers, "GET");
  EXPECT_EQ(answer.head.status, 400);
  EXPECT_FALSE(answer.head.headers.get("access-control-allow-methods"));
  EXPECT_FALSE(answer.head.headers.get("access-control-max-age"));
}

TEST(Cors, EchoesNoHeaderListThatIsNone) {
  const Cors cors{{.origins = {std::string(kHome)}}};
  auto head = preflight_from(kHome);
  head.headers.set("access-control-request-headers", "x\tset-cookie: a=b");
  EXPECT_FALSE(
      cors.preflight(head.headers, "GET").head.headers.get("access-control-allow-headers"));
}

TEST(Cors, AnOptionsThatAsksForNoMethodIsNoPreflight) {
  auto head = preflight_from(kHome);
  head.headers.remove("access-control-request-method");
  EXPECT_FALSE(Cors::is_preflight(head));
}

TEST(Cors, KnowsOurOwnPageByItsHost) {
  EXPECT_TRUE(Cors::is_same_origin("http://localhost:8000", "localhost:8000"));
  EXPECT_TRUE(Cors::is_same_origin("https://Quorum.example", "quorum.example"));
  EXPECT_FALSE(Cors::is_same_origin("http://localhost:3000", "localhost:8000"));
  EXPECT_FALSE(Cors::is_same_origin("http://evil.example", "localhost:8000"));
  EXPECT_FALSE(Cors::is_same_origin("null", "null"));
  EXPECT_FALSE(Cors::is_same_origin("http://", ""));
}

}  // namespace
}  // namespace quorum::api
