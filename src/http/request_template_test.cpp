#include "http/request_template.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::http {
namespace {

RequestTemplate made(std::string method, std::string_view url, Headers headers = {}) {
  return {std::move(method), *Url::parse(url), std::move(headers)};
}

TEST(RequestTemplate, SaysEverythingButTheBodysLength) {
  Headers headers;
  headers.add("Authorization", "Bearer k");
  headers.add("Host", "other");
  headers.add("Content-Length", "1");
  headers.add("X-Split", "a\r\nHost: evil");
  const auto form = made("POST", "http://h:1/v1/x?y=z", std::move(headers));
  EXPECT_EQ(form.head(),
            "POST /v1/x?y=z HTTP/1.1\r\nHost: h:1\r\nAuthorization: Bearer k\r\n"
            "X-Split: a  Host: evil\r\nAccept-Encoding: identity\r\n");
  EXPECT_EQ(form.origin(), "http://h:1");
}

TEST(RequestTemplate, KnowsWhatMayBeSentTwice) {
  EXPECT_FALSE(made("POST", "http://h/").is_idempotent());
  EXPECT_TRUE(made("GET", "http://h/").is_idempotent());
  EXPECT_TRUE(made("DELETE", "http://h/").is_idempotent());
  Headers headers;
  headers.add("Idempotency-Key", "1");
  EXPECT_TRUE(made("POST", "http://h/", std::move(headers)).is_idempotent());
}

TEST(RequestEnd, SaysTheLengthWhereABodyMayBeExpected) {
  EXPECT_EQ(RequestEnd("POST", 1234).view(), "Content-Length: 1234\r\n\r\n");
  EXPECT_EQ(RequestEnd("POST", 0).view(), "Content-Length: 0\r\n\r\n");
  EXPECT_EQ(RequestEnd("GET", 7).view(), "Content-Length: 7\r\n\r\n");
  EXPECT_EQ(RequestEnd("GET", 0).view(), "\r\n");
  EXPECT_EQ(RequestEnd("HEAD", 0).view(), "\r\n");
  EXPECT_EQ(RequestEnd("PUT", 0xffff'ffff'ffff'ffff).view(),
            "Content-Length: 18446744073709551615\r\n\r\n");
}

}  // namespace
}  // namespace quorum::http
