#include "http/server_responder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "testkit/run.hpp"
#include "testkit/slow_stream.hpp"

namespace quorum::http {
namespace {

using Writes = std::vector<std::string>;
using Form = ServerResponder::Form;

const std::string kDate = "Date: Fri, 15 Jan 2027 08:00:00 GMT\r\n";

class Silent final : public Handler {
 public:
  Task<> handle(Request, Responder&) override { co_return; }
  Response refuse(const RequestHead&, int, std::string_view) override { return {}; }
};

/// What `answer(responder)` writes, each write by itself.
template <typename Answer>
Writes written(Form form, Answer answer) {
  return testkit::run([&](async::Loop& loop) -> Task<Writes> {
    Silent silent;
    ServerShared shared(loop, silent, {});
    testkit::SlowStream stream(loop, Duration::zero());
    ServerResponder responder(shared, stream, form);
    co_await answer(responder);
    EXPECT_TRUE(responder.is_started());
    EXPECT_TRUE(responder.is_finished());
    co_return stream.writes;
  });
}

TEST(ServerResponder, SendsHeadAndBodyInOneWrite) {
  const auto writes = written({}, [](ServerResponder& responder) -> Task<> {
    Response response;
    response.body = "hello";
    EXPECT_TRUE(co_await responder.send(std::move(response)));
  });
  EXPECT_EQ(writes, (Writes{"HTTP/1.1 200 OK\r\n" + kDate + "Content-Length: 5\r\n\r\nhello"}));
}

TEST(ServerResponder, StartsWithTheFirstPieceInOneWrite) {
  const auto stream = [](ServerResponder& responder) -> Task<> {
    EXPECT_TRUE(co_await responder.start_with({}, "one"));
    EXPECT_FALSE(responder.is_finished());
    EXPECT_TRUE(co_await responder.write("two"));
    EXPECT_TRUE(co_await responder.finish());
  };
  EXPECT_EQ(written({}, stream), (Writes{"HTTP/1.1 200 OK\r\n" + kDate +
                                             "Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n",
                                         "3\r\ntwo\r\n", "0\r\n\r\n"}));
  EXPECT_EQ(written({.is_to_1_0 = true}, stream),
            (Writes{"HTTP/1.1 200 OK\r\n" + kDate + "Connection: close\r\n\r\none", "two"}));
  EXPECT_EQ(written({.is_head = true}, stream),
            (Writes{"HTTP/1.1 200 OK\r\n" + kDate + "Transfer-Encoding: chunked\r\n\r\n"}));
}

TEST(ServerResponder, AnswersOnce) {
  written({}, [](ServerResponder& responder) -> Task<> {
    EXPECT_EQ((co_await responder.write("x")).error().code, Errc::internal);
    EXPECT_EQ((co_await responder.finish()).error().code, Errc::internal);
    EXPECT_TRUE(co_await responder.start({}));
    EXPECT_EQ((co_await responder.start({})).error().code, Errc::internal);
    EXPECT_EQ((co_await responder.send({})).error().code, Errc::internal);
    EXPECT_TRUE(co_await responder.finish());
    EXPECT_EQ((co_await responder.finish()).error().code, Errc::internal);
    EXPECT_EQ((co_await responder.write("x")).error().code, Errc::internal);
  });
}

TEST(ServerResponder, NeverWritesAnEmptyChunk) {
  const auto writes = written({}, [](ServerResponder& responder) -> Task<> {
    EXPECT_TRUE(co_await responder.start_with({}, ""));
    EXPECT_TRUE(co_await responder.write(""));
    EXPECT_TRUE(co_await responder.finish());
  });
  ASSERT_EQ(writes.size(), 2U);
  EXPECT_EQ(writes[1], "0\r\n\r\n");
}

TEST(ServerResponder, OfAStatusWithoutBodySendsNone) {
  const auto writes = written({}, [](ServerResponder& responder) -> Task<> {
    Response response{.head = {.status = 304}, .body = "not sent"};
    EXPECT_TRUE(co_await responder.send(std::move(response)));
  });
  EXPECT_EQ(writes, (Writes{"HTTP/1.1 304 Not Modified\r\n" + kDate + "\r\n"}));
}

}  // namespace
}  // namespace quorum::http
