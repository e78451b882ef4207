#include "http/framing.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quorum::http {
namespace {

using Fields = std::vector<std::pair<std::string_view, std::string_view>>;

ResponseHead answer(int status, const Fields& fields, int minor_version = 1) {
  ResponseHead head{.status = status, .minor_version = minor_version};
  for (const auto& [name, value] : fields) head.headers.add(name, value);
  return head;
}

struct Case {
  std::string_view says;
  ResponseHead head;
  BodyKind kind;
  bool is_kept_alive = true;
  std::string_view method = "GET";
  std::uint64_t length = 0;
};

TEST(ResponseFraming, FindsTheBodysEnd) {
  for (const auto& expected : std::vector<Case>{
           {"a length", answer(200, {{"content-length", "5"}}), BodyKind::length, true, "GET", 5},
           {"no bytes", answer(200, {{"Content-Length", "0"}}), BodyKind::none},
           {"chunks", answer(200, {{"Transfer-Encoding", "chunked"}}), BodyKind::chunked},
           {"nothing said", answer(200, {}), BodyKind::until_close, false},
           {"204", answer(204, {}), BodyKind::none},
           {"304", answer(304, {{"Content-Length", "5"}}), BodyKind::none, true, "GET", 5},
           {"100", answer(100, {}), BodyKind::none},
           {"HEAD", answer(200, {{"Content-Length", "5"}}), BodyKind::none, true, "HEAD", 5},
           {"HEAD of chunks", answer(200, {{"Transfer-Encoding", "chunked"}}), BodyKind::none, true,
            "HEAD"},
           {"HEAD and nothing said", answer(200, {}), BodyKind::none, true, "HEAD"},
           {"one length twice", answer(200, {{"Content-Length", "5"}, {"Content-Length", "5"}}),
            BodyKind::length, true, "GET", 5},
           {"close", answer(200, {{"Content-Length", "0"}, {"Connection", "close"}}),
            BodyKind::none, false},
           {"1.0", answer(200, {{"Content-Length", "0"}}, 0), BodyKind::none, false},
           {"1.0 kept", answer(200, {{"Content-Length", "0"}, {"Connection", "keep-alive"}}, 0),
            BodyKind::none, true},
       }) {
    const auto framing = response_framing(expected.head, expected.method);
    ASSERT_TRUE(framing) << expected.says;
    EXPECT_EQ(framing->kind, expected.kind) << expected.says;
    EXPECT_EQ(framing->is_kept_alive, expected.is_kept_alive) << expected.says;
    EXPECT_EQ(framing->length, expected.length) << expected.says;
  }
}

TEST(ResponseFraming, RefusesWhatCanBeReadTwoWays) {
  for (const auto& fields : std::vector<Fields>{
           {{"Content-Length", "5"}, {"Content-Length", "6"}},
           {{"Content-Length", "-5"}},
           {{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}},
           {{"Transfer-Encoding", "gzip, chunked"}},
           {{"Transfer-Encoding", "chunked, chunked"}},
           {{"Connection", "\"close\""}},
       }) {
    EXPECT_FALSE(response_framing(answer(200, fields), "GET")) << fields[0].second;
  }
  EXPECT_FALSE(response_framing(answer(200, {{"Transfer-Encoding", "chunked"}}, 0), "GET"));
}

TEST(RequestFraming, HasNoBodyUnlessItSaysSo) {
  RequestHead head{.method = "POST"};
  const auto framing = request_framing(head);
  ASSERT_TRUE(framing);
  EXPECT_EQ(framing->kind, BodyKind::none);
  EXPECT_TRUE(framing->is_kept_alive);
}

}  // namespace
}  // namespace quorum::http
