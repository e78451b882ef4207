#include "api/entrance.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace quorum::api {
namespace {

using namespace std::chrono_literals;
using Keys = std::vector<std::string>;

Keys keys_of(const http::RequestHead& head) {
  const ShownKeys keys(head);
  return {keys.all().begin(), keys.all().end()};
}

Keys keys_in(std::string_view name, std::string_view value) {
  http::RequestHead head{.target = "/v1/models"};
  head.headers.add("Host", "h");
  head.headers.add(name, value);
  return keys_of(head);
}

Keys keys_at(std::string target) { return keys_of({.target = std::move(target)}); }

TEST(ShownKeys, AreFoundWhereverADialectPutsThem) {
  EXPECT_EQ(keys_in("Authorization", "Bearer sk-1"), Keys{"sk-1"});
  EXPECT_EQ(keys_in("authorization", "bearer  sk-1 "), Keys{"sk-1"});
  EXPECT_EQ(keys_in("X-Api-Key", "sk-1"), Keys{"sk-1"});
  EXPECT_EQ(keys_in("x-goog-api-key", "sk-1"), Keys{"sk-1"});
  EXPECT_EQ(keys_in("api-key", "sk-1"), Keys{"sk-1"});
  EXPECT_EQ(keys_in("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key.sk-1, beta"),
            Keys{"sk-1"});
  EXPECT_EQ(keys_at("/v1beta/models?alt=sse&key=sk-1&x=2"), Keys{"sk-1"});
}

TEST(ShownKeys, NothingElseIsOne) {
  for (const auto* value : {"", "Bearer", "Bearer ", "Basic c2st", "sk-1", "Bearersk-1"}) {
    EXPECT_EQ(keys_in("Authorization", value), Keys{}) << value;
  }
  EXPECT_EQ(keys_in("x-other", "sk-1"), Keys{});
  EXPECT_EQ(keys_in("x-api-key", " "), Keys{});
  EXPECT_EQ(keys_in("sec-websocket-protocol", "realtime"), Keys{});
  for (const auto* target :
       {"/", "/?key", "/?key=", "/?monkey=sk-1", "/?%6Bey=sk-1", "/key=sk-1"}) {
    EXPECT_EQ(keys_at(target), Keys{}) << target;
  }
}

TEST(ShownKeys, SeveralAreAllTaken) {
  http::RequestHead head{.target = "/?key=f"};
  for (const auto* name : {"x-api-key", "api-key", "x-goog-api-key"}) head.headers.add(name, name);
  EXPECT_EQ(keys_of(head), (Keys{"x-api-key", "api-key", "x-goog-api-key", "f"}));
  for (int i = 0; i < 100; ++i) head.headers.add("x-api-key", "again");
  EXPECT_EQ(keys_of(head).size(), 6U);
}

bool is_home(bool is_loopback, std::string_view host, std::string_view origin) {
  http::Request request{.is_loopback = is_loopback};
  request.head.headers.add("Host", host);
  if (!origin.empty()) request.head.headers.add("Origin", origin);
  return is_at_home(request, Cors({.origins = {"http://app.example"}}));
}

TEST(AtHome, IsWhoeverSpeaksFromOurOwnMachine) {
  EXPECT_TRUE(is_home(true, "localhost:8000", ""));
  EXPECT_TRUE(is_home(true, "any.example", ""));
  EXPECT_FALSE(is_home(false, "localhost:8000", ""));
  for (const auto* host : {"localhost:8000", "127.0.0.1:8000", "[::1]:8000", "a.localhost"}) {
    EXPECT_TRUE(is_home(true, host, std::string("http://") + host)) << host;
  }
  // The browser has asked us beforehand, or hides the answer from the page.
  EXPECT_TRUE(is_home(true, "localhost:8000", "http://elsewhere.example"));
  EXPECT_TRUE(is_home(true, "localhost:8000", "null"));
}

TEST(AtHome, APageWhoseNameWasPointedAtUsIsNot) {
  EXPECT_FALSE(is_home(true, "evil.example:8000", "http://evil.example:8000"));
  EXPECT_FALSE(is_home(true, "EVIL.example", "http://evil.example"));
  EXPECT_FALSE(is_home(true, "127.0.0.1.evil.example", "http://127.0.0.1.evil.example"));
  EXPECT_TRUE(is_home(true, "app.example", "http://app.example"));  // Among CORS_ORIGINS.
}

class Quotas : public testing::Test {
 protected:
  std::string told(govern::Quota quota, Audience audience) {
    set_quota(headers_, quota, audience, clock_);
    std::string text;
    for (std::size_t i = 0; i < headers_.size(); ++i) {
      text.append(headers_[i].name).append(": ").append(headers_[i].value).append("\n");
    }
    return text;
  }
  http::Headers headers_;
  ManualClock clock_;
};

TEST_F(Quotas, AreToldAsOpenAisClientsReadThem) {
  EXPECT_EQ(told({.per_minute_max = 60, .left = 59, .full_after = 1s}, Audience::openai),
            "x-ratelimit-limit-requests: 60\n"
            "x-ratelimit-remaining-requests: 59\n"
            "x-ratelimit-reset-requests: 1s\n");
}

TEST_F(Quotas, AreToldAsAnthropicsClientsReadThem) {
  EXPECT_EQ(told({.per_minute_max = 4, .left = 0, .full_after = 59'001ms}, Audience::anthropic),
            "anthropic-ratelimit-requests-limit: 4\n"
            "anthropic-ratelimit-requests-remaining: 0\n"
            "anthropic-ratelimit-requests-reset: 2027-01-15T08:01:00Z\n");
}

TEST_F(Quotas, TakeTheProvidersPlaceAndLeaveItsTokensAlone) {
  headers_.add("x-ratelimit-remaining-requests", "9999");
  headers_.add("x-ratelimit-remaining-tokens", "30000");
  EXPECT_EQ(told({.per_minute_max = 2, .left = 1, .full_after = 30s}, Audience::gemini),
            "x-ratelimit-remaining-tokens: 30000\n"
            "x-ratelimit-limit-requests: 2\n"
            "x-ratelimit-remaining-requests: 1\n"
            "x-ratelimit-reset-requests: 30s\n");
}

TEST_F(Quotas, DurationsAreSpelledAsGoDoes) {
  const std::vector<std::pair<std::chrono::nanoseconds, std::string>> cases{
      {0ns, "0s"},          {1ns, "1ms"},       {12ms, "12ms"},
      {999ms, "999ms"},     {1000ms, "1s"},     {1500ms, "1.5s"},
      {8640ms, "8.64s"},    {1005ms, "1.005s"}, {59'999'000'001ns, "1m0s"},
      {61'050ms, "1m1.05s"}};
  for (const auto& [time, text] : cases) {
    headers_ = {};
    set_quota(headers_, {.full_after = time}, Audience::openai, clock_);
    EXPECT_EQ(headers_.get("x-ratelimit-reset-requests"), text);
  }
}

}  // namespace
}  // namespace quorum::api
