#include "http/h2/fields.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace quorum::h2 {
namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

std::string text_of(const Fields& fields) {
  std::string text;
  for (std::size_t index = 0; index < fields.size(); ++index) {
    text.append(fields[index].name).append(": ").append(fields[index].value).append("\n");
  }
  return text;
}

/// The head, or `status message`.
std::string read(const Lines& lines, http::HeadLimits limits = {}) {
  FieldReader reader(limits);
  for (const auto& [name, value] : lines) {
    if (!reader.add(name, value)) return "unbearable";
  }
  http::RequestHead head;
  if (const auto taken = reader.take_request(head); !taken) {
    return std::to_string(taken.error().status) + " " + std::string(taken.error().message);
  }
  std::string text = head.method + " " + head.target + "\n";
  for (std::size_t index = 0; index < head.headers.size(); ++index) {
    const auto field = head.headers[index];
    text.append(field.name).append(": ").append(field.value).append("\n");
  }
  return text;
}

Lines get(const Lines& more, std::string path = "/") {
  Lines lines{{":method", "GET"}, {":scheme", "https"}, {":path", std::move(path)}};
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

TEST(Fields, SpeakOfNoConnectionAndEndNoLine) {
  http::Headers headers;
  headers.add("Content-Type", " text/plain ");
  headers.add("Connection", "close");
  headers.add("Keep-Alive", "timeout=5");
  headers.add("Proxy-Connection", "close");
  headers.add("Transfer-Encoding", "chunked");
  headers.add("Upgrade", "h2c");
  headers.add("TE", "trailers");
  headers.add("Content-Length", "999");
  headers.add("X-Split", "one\r\nInjected: two");
  headers.add(std::string_view("no token"), "x");
  http::ResponseHead head{.status = 201};
  head.headers = headers;
  EXPECT_EQ(text_of(answer_fields(head, "today", 7)),
            ":status: 201\ncontent-type: text/plain\nx-split: one  Injected: two\ndate: today\n"
            "content-length: 7\n");
  EXPECT_EQ(text_of(request_fields({.method = "POST",
                                    .scheme = "https",
                                    .authority = "host",
                                    .target = "/x?y",
                                    .body_bytes = 3},
                                   headers)),
            ":method: POST\n:scheme: https\n:authority: host\n:path: /x?y\n"
            "content-type: text/plain\nx-split: one  Injected: two\naccept-encoding: identity\n"
            "content-length: 3\n");
}

TEST(Fields, SayNoLengthWhereThereIsNone) {
  EXPECT_EQ(text_of(answer_fields({.status = 204}, "today", std::nullopt)),
            ":status: 204\ndate: today\n");
  EXPECT_EQ(text_of(request_fields(
                {.method = "GET", .scheme = "http", .authority = "h", .target = "/"}, {})),
            ":method: GET\n:scheme: http\n:authority: h\n:path: /\naccept-encoding: identity\n");
}

TEST(FieldReader, MakesTheHeadThatHttp1WouldHaveMade) {
  EXPECT_EQ(
      read(get({{":authority", "h:1"}, {"accept", "*/*"}, {"cookie", "a=1"}, {"cookie", "b=2"}},
               "/x?y=z")),
      "GET /x?y=z\naccept: */*\nhost: h:1\ncookie: a=1; b=2\n");
  EXPECT_EQ(read(get({{"host", "h"}})), "GET /\nhost: h\n");
  EXPECT_EQ(read(get({{":authority", "H"}, {"host", "h"}})), "GET /\nhost: H\n");
}

TEST(FieldReader, RefusesWhatTwoReadersCouldUnderstandDifferently) {
  EXPECT_EQ(read(get({{":authority", "a"}, {"host", "b"}})),
            "400 The Host field is another than :authority.");
  EXPECT_EQ(read(get({{"host", "a"}, {"host", "a"}})), "400 There is more than one Host field.");
  EXPECT_EQ(read(get({})), "400 The Host field is missing.");
  EXPECT_EQ(read(get({{":authority", "a@b"}})), "400 The Host field is not a host.");
  EXPECT_EQ(read(get({{":authority", "a"}}, "http://b/")),
            "400 The request target does not begin with a slash.");
  EXPECT_EQ(read(get({{":authority", "a"}}, "/a b")),
            "400 The request target is empty or holds a byte that must be encoded.");
  EXPECT_EQ(read(get({{":authority", "a"}}, "/a#b")),
            "400 The request target is empty or holds a byte that must be encoded.");
  EXPECT_EQ(read(get({{":authority", "a"}}, "*")), "400 Only OPTIONS may ask for *.");
  EXPECT_EQ(read({{":method", "CONNECT"}, {":authority", "a:1"}}),
            "501 CONNECT is not served: this is no proxy.");
  EXPECT_EQ(read({{":method", "GET"}, {":scheme", "ftp"}, {":path", "/"}, {":authority", "a"}}),
            "400 The scheme is not HTTP's.");
  EXPECT_EQ(read({{":method", "G T"}, {":scheme", "http"}, {":path", "/"}, {":authority", "a"}}),
            "400 The method is not one.");
}

TEST(FieldReader, AnswersTooMuchAndBearsNoFlood) {
  const http::HeadLimits limits{.bytes_max = 1'000, .headers_max = 5};
  auto lines = get({{":authority", "a"}});
  for (int count = 0; count < 5; ++count) lines.emplace_back("x", "y");
  EXPECT_EQ(read(lines, limits).substr(0, 6), "GET /\n");
  lines.emplace_back("x", "y");
  EXPECT_EQ(read(lines, limits), "431 The header fields are too large.");
  for (int count = 0; count < 20; ++count) lines.emplace_back("x", "y");
  EXPECT_EQ(read(lines, limits), "unbearable");
  EXPECT_EQ(read(get({{":authority", "a"}, {"x", std::string(1'000, 'y')}}), limits),
            "431 The header fields are too large.");
  EXPECT_EQ(read(get({{":authority", "a"}, {"x", std::string(4'000, 'y')}}), limits), "unbearable");
}

TEST(FieldReader, ReadsAnAnswersHead) {
  FieldReader reader({});
  EXPECT_TRUE(reader.add(":status", "404"));
  EXPECT_TRUE(reader.add("content-type", "text/plain"));
  http::ResponseHead head;
  ASSERT_TRUE(reader.take_response(head));
  EXPECT_EQ(head.status, 404);
  EXPECT_EQ(head.headers.get("Content-Type"), "text/plain");
  for (const std::string status : {"", "99", "600", "2x0", "0200"}) {
    FieldReader wrong({});
    EXPECT_TRUE(wrong.add(":status", status));
    EXPECT_FALSE(wrong.take_response(head)) << status;
  }
}

}  // namespace
}  // namespace quorum::h2
