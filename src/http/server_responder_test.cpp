#include "http/server_responder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "async/scope.hpp"
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

/// The answer's head and body where `Form` and headers are as said.
std::string sent(Form form, std::string_view type, std::size_t bytes, std::string_view more = "") {
  const auto writes = written(form, [&](ServerResponder& responder) -> Task<> {
    Response response{.body = std::string(bytes, 'x')};
    response.head.headers.add("content-type", type);
    if (!more.empty()) response.head.headers.add(more, "set");
    EXPECT_TRUE(co_await responder.send(std::move(response)));
  });
  return writes.front();
}

TEST(ServerResponder, CompressesWhatIsWorthItForWhoAsks) {
  const Form asked{.wants_gzip = true};
  const auto small = sent(asked, "application/json", 1024);
  EXPECT_LT(small.size(), 400U);
  EXPECT_TRUE(small.contains("vary: Accept-Encoding\r\ncontent-encoding: gzip\r\n")) << small;
  for (const auto& plain :
       {sent({}, "application/json", 1024), sent(asked, "application/json", 1023),
        sent(asked, "text/event-stream", 1024), sent(asked, "image/png", 1024),
        sent(asked, "text/plain", 1024, "content-encoding"), sent(asked, "text/plain", 300 << 10),
        sent(asked, "text/plain", 1024, "etag")}) {
    EXPECT_FALSE(plain.contains("gzip"));
    EXPECT_FALSE(plain.contains("vary"));
  }
  EXPECT_TRUE(sent({.may_be_kept = true}, "text/plain", 1024).contains("vary: Accept-Encoding"));
}

class Words final : public LastWords {
 public:
  Response instead(std::string_view message) override {
    return {.head = {.status = 503}, .body = std::string(message)};
  }
  std::string behind(std::string_view message) override { return "!" + std::string(message); }
};

/// What a broken-off answer still says, once `begin` is through.
template <typename Begin>
std::string last_words(Form form, Begin begin) {
  return testkit::run([&](async::Loop& loop) -> Task<std::string> {
    Silent silent;
    Words words;
    ServerShared shared(loop, silent, {});
    testkit::SlowStream stream(loop, Duration::zero());
    ServerResponder responder(shared, stream, form);
    responder.set_last_words(&words);
    co_await begin(responder);
    co_return responder.break_off("bye");
  });
}

TEST(ServerResponder, BreaksOffWithItsHandlersLastWords) {
  const auto unstarted = [](ServerResponder&) -> Task<> { co_return; };
  const auto streaming = [](ServerResponder& responder) -> Task<> {
    EXPECT_TRUE(co_await responder.start_with({}, "one"));
  };
  const auto finished = [](ServerResponder& responder) -> Task<> {
    EXPECT_TRUE(co_await responder.start({}));
    EXPECT_TRUE(co_await responder.finish());
  };
  EXPECT_EQ(last_words({}, unstarted), "HTTP/1.1 503 Service Unavailable\r\n" + kDate +
                                           "Connection: close\r\nContent-Length: 3\r\n\r\nbye");
  EXPECT_EQ(last_words({}, streaming), "4\r\n!bye\r\n");
  EXPECT_EQ(last_words({.is_to_1_0 = true}, streaming), "!bye");
  EXPECT_EQ(last_words({.is_head = true}, streaming), "");
  EXPECT_EQ(last_words({}, finished), "");
}

TEST(ServerResponder, SaysNothingInTheMiddleOfAPiece) {
  const auto words = testkit::run([](async::Loop& loop) -> Task<std::string> {
    Silent silent;
    Words last;
    ServerShared shared(loop, silent, {});
    testkit::SlowStream stream(loop, std::chrono::seconds(1));
    ServerResponder responder(shared, stream, {});
    responder.set_last_words(&last);
    async::Scope scope(loop);
    const auto start = [](ServerResponder& to) -> Task<> {
      (void)co_await to.start_with({}, "one");
    };
    scope.spawn(start(responder));
    co_await loop.yield();
    EXPECT_TRUE(responder.is_started());
    co_return responder.break_off("bye");
  });
  EXPECT_EQ(words, "");
}

}  // namespace
}  // namespace quorum::http
