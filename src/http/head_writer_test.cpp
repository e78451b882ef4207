#include "http/head_writer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::http {
namespace {

using Body = AnswerFrame::Body;

constexpr std::string_view kDate = "Sat, 21 Nov 2026 09:25:50 GMT";

std::string written(const ResponseHead& head, AnswerFrame frame) {
  frame.date = kDate;
  std::string out;
  append_answer_head(out, head, frame);
  return out;
}

TEST(HttpDate, IsSpeltAsHttpAsks) {
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(1'795'253'150'999), "Sat, 21 Nov 2026 09:25:50 GMT");
  EXPECT_EQ(http_date(1'709'164'800'000), "Thu, 29 Feb 2024 00:00:00 GMT");
}

TEST(AnswerHead, SaysLengthAndDate) {
  ResponseHead head{.status = 200};
  head.headers.add("Content-Type", "text/plain");
  EXPECT_EQ(written(head, {.length = 5}),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: Sat, 21 Nov 2026 09:25:50 GMT\r\n"
            "Content-Length: 5\r\n\r\n");
}

TEST(AnswerHead, LeavesFramingToTheWriter) {
  ResponseHead head{.status = 200};
  head.headers.add("content-length", "99");
  head.headers.add("Transfer-Encoding", "gzip");
  head.headers.add("Connection", "keep-alive");
  head.headers.add("Date", "today");
  EXPECT_EQ(written(head, {.body = Body::chunked}),
            "HTTP/1.1 200 OK\r\nDate: today\r\nConnection: keep-alive\r\n"
            "Transfer-Encoding: chunked\r\n\r\n");
  EXPECT_EQ(written(head, {.body = Body::until_close, .is_last = true}),
            "HTTP/1.1 200 OK\r\nDate: today\r\nConnection: close\r\n\r\n");
}

TEST(AnswerHead, NamesAStatusWithoutAName) {
  EXPECT_EQ(written({.status = 299}, {.body = Body::none}),
            "HTTP/1.1 299 \r\nDate: Sat, 21 Nov 2026 09:25:50 GMT\r\n\r\n");
}

TEST(AnswerHead, LetsNoValueBeginAFieldOfItsOwn) {
  ResponseHead head{.status = 200};
  head.headers.add("X-Id", "a\r\nSet-Cookie: b\n\tc");
  head.headers.add(std::string_view("X-Bad: name\r\n"), "v");
  head.headers.add("X-Text", "caf\xc3\xa9");
  EXPECT_EQ(written(head, {.length = 0}),
            "HTTP/1.1 200 OK\r\nX-Id: a  Set-Cookie: b  c\r\nX-Text: caf\xc3\xa9\r\n"
            "Date: Sat, 21 Nov 2026 09:25:50 GMT\r\nContent-Length: 0\r\n\r\n");
}

TEST(AnswerHead, TellsAnOldClientThatItIsKept) {
  EXPECT_NE(written({}, {.is_to_1_0 = true}).find("Connection: keep-alive\r\n"), std::string::npos);
}

TEST(WrittenRequestHead, SaysTheHostFirst) {
  Headers headers;
  headers.add("Authorization", "Bearer k");
  headers.add("Host", "other");
  std::string out;
  append_request_head(out, {.method = "POST", .target = "/v1/x?y=z", .host = "h:1"}, headers);
  EXPECT_EQ(out,
            "POST /v1/x?y=z HTTP/1.1\r\nHost: h:1\r\nAuthorization: Bearer k\r\n"
            "Accept-Encoding: identity\r\n");
}

TEST(ChunkHead, IsHexadecimal) {
  EXPECT_EQ(ChunkHead(1).view(), "1\r\n");
  EXPECT_EQ(ChunkHead(0x1aF).view(), "1af\r\n");
  EXPECT_EQ(ChunkHead(0xffff'ffff'ffff'ffff).view(), "ffffffffffffffff\r\n");
}

}  // namespace
}  // namespace quorum::http
