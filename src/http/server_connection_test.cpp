#include "http/server_connection.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kDate = "Date: Fri, 15 Jan 2027 08:00:00 GMT\r\n";

/// Answers by path, and notes what became of the handlers.
class Scripted final : public Handler {
 public:
  explicit Scripted(async::Loop& loop) : loop_(loop) {}

  Task<> handle(Request request, Responder& responder) override {
    const Guard guard(*this);
    const auto path = std::string(request.head.path());
    seen.push_back(request.head.method + " " + request.head.target + " " + request.body);
    if (path == "/stream") co_await stream(responder);
    if (path == "/broken") co_await broken(responder);
    if (path == "/slow") co_await loop_.sleep(20s);
    if (path == "/large") co_await send(responder, std::string(1 << 20, 'x'));
    if (path == "/none") EXPECT_TRUE(co_await responder.send({.head = {.status = 204}}));
    if (path == "/" || path == "/slow") co_await send(responder, request.body);
  }

  Response refuse(const RequestHead& head, int status, std::string_view) override {
    return {.head = {.status = status}, .body = "refused " + head.target};
  }

  std::vector<std::string> seen;
  int running = 0;
  bool has_failed = false;  ///< A write did.

 private:
  struct Guard {
    explicit Guard(Scripted& script) : owner(script) { ++owner.running; }
    ~Guard() { --owner.running; }
    Scripted& owner;
  };

  Task<> send(Responder& responder, std::string body) {
    Response response;
    response.body = std::move(body);
    has_failed |= !(co_await responder.send(std::move(response))).has_value();
  }
  Task<> stream(Responder& responder) {
    EXPECT_TRUE(co_await responder.start_with({}, "one"));
    co_await loop_.sleep(1s);
    EXPECT_TRUE(co_await responder.write("two"));
    EXPECT_TRUE(co_await responder.write(""));
    EXPECT_TRUE(co_await responder.finish());
  }
  static Task<> broken(Responder& responder) {
    EXPECT_TRUE(co_await responder.start({}));
    EXPECT_TRUE(co_await responder.write("begun"));
  }

  async::Loop& loop_;
};

/// A connection in simulated time, and the client's end of it.
class Rig {
 public:
  explicit Rig(async::Loop& loop, ServerConfig config = {})
      : handler(loop), shared(loop, handler, std::move(config)), loop_(loop), serving_(loop) {
    auto [ours, theirs] = async::memory_pair(loop);
    client = std::move(theirs);
    connection_ = std::make_unique<ServerConnection>(shared, std::move(ours),
                                                     ServerConnection::Peer{.address = "test"});
    serving_.spawn(serve());
  }

  Task<> write(std::string bytes) {
    const std::array<std::string_view, 1> pieces{bytes};
    (void)co_await client->write(pieces);
  }

  /// Whatever comes until the server closes, or says nothing for `patience`. The end is noted as
  /// `|closed` or `|reset`.
  Task<std::string> read(Duration patience = 5s) {
    std::string all;
    std::array<char, 1024> buffer;
    while (true) {
      client->set_deadline(loop_.now() + patience);
      const auto size = co_await client->read(buffer);
      client->set_deadline(TimePoint::max());
      if (!size && size.error().code == Errc::deadline_exceeded) co_return all;
      if (!size) co_return all + "|reset";
      if (*size == 0) co_return all + "|closed";
      all.append(buffer.data(), *size);
    }
  }

  bool is_serving() const { return serving_.size() > 0; }
  ServerConnection& connection() { return *connection_; }

  Scripted handler;
  ServerShared shared;
  std::unique_ptr<async::ByteStream> client;

 private:
  Task<> serve() {
    co_await connection_->run();
    connection_.reset();
  }

  async::Loop& loop_;
  std::unique_ptr<ServerConnection> connection_;
  async::Scope serving_;
};

/// What comes back for these bytes.
std::string answer_to(std::string bytes, ServerConfig config = {}) {
  return testkit::run([&](async::Loop& loop) -> Task<std::string> {
    Rig rig(loop, config);
    co_await rig.write(bytes);
    co_return co_await rig.read();
  });
}

std::string ok(std::string_view body, std::string_view more = "") {
  return "HTTP/1.1 200 OK\r\n" + std::string(kDate) + std::string(more) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}
std::string refused(std::string_view status_line, std::string_view target) {
  const auto body = "refused " + std::string(target);
  return "HTTP/1.1 " + std::string(status_line) + "\r\n" + std::string(kDate) +
         "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body +
         "|closed";
}
std::string post(std::string_view body) {
  return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

TEST(ServerConnection, AnswersAndStaysOpen) {
  EXPECT_EQ(answer_to(post("hello")), ok("hello"));
  EXPECT_EQ(answer_to("GET /none HTTP/1.1\r\nHost: h\r\n\r\n"),
            "HTTP/1.1 204 No Content\r\n" + std::string(kDate) + "\r\n");
}

TEST(ServerConnection, ClosesWhereTheClientAsks) {
  EXPECT_EQ(answer_to("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
            ok("", "Connection: close\r\n") + "|closed");
}

TEST(ServerConnection, SpeaksToAnOldClient) {
  EXPECT_EQ(answer_to("GET / HTTP/1.0\r\n\r\n"), ok("", "Connection: close\r\n") + "|closed");
  EXPECT_EQ(answer_to("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
            ok("", "Connection: keep-alive\r\n"));
  EXPECT_EQ(answer_to("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
            "HTTP/1.1 200 OK\r\n" + std::string(kDate) + "Connection: close\r\n\r\nonetwo|closed");
}

TEST(ServerConnection, AnswersPipelinedRequestsInTheirOrder) {
  const auto requests = post("first") + "GET /none HTTP/1.1\r\nHost: h\r\n\r\n" + post("third");
  const auto answers =
      ok("first") + "HTTP/1.1 204 No Content\r\n" + std::string(kDate) + "\r\n" + ok("third");
  EXPECT_EQ(answer_to(requests), answers);
  for (std::size_t cut = 0; cut <= requests.size(); ++cut) {
    testkit::run([&](async::Loop& loop) -> Task<> {
      Rig rig(loop);
      co_await rig.write(requests.substr(0, cut));
      co_await loop.sleep(1ms);
      co_await rig.write(requests.substr(cut));
      EXPECT_EQ(co_await rig.read(), answers) << "cut at byte " << cut;
    });
  }
}

TEST(ServerConnection, TakesARequestAByteAtATime) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    for (const char byte : post("hello")) {
      co_await rig.write(std::string(1, byte));
      co_await loop.sleep(100ms);
    }
    EXPECT_EQ(co_await rig.read(),
              "HTTP/1.1 200 OK\r\nDate: Fri, 15 Jan 2027 08:00:05 GMT\r\nContent-Length: 5\r\n\r\n"
              "hello");
  });
}

TEST(ServerConnection, SendsNoBodyInAnswerToHead) {
  EXPECT_EQ(answer_to("HEAD /large HTTP/1.1\r\nHost: h\r\n\r\n"),
            "HTTP/1.1 200 OK\r\n" + std::string(kDate) + "Content-Length: 1048576\r\n\r\n");
  EXPECT_EQ(answer_to("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\n"),
            "HTTP/1.1 200 OK\r\n" + std::string(kDate) + "Transfer-Encoding: chunked\r\n\r\n");
}

TEST(ServerConnection, StreamsChunks) {
  EXPECT_EQ(answer_to("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n"),
            "HTTP/1.1 200 OK\r\n" + std::string(kDate) +
                "Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
}

TEST(ServerConnection, NeverEndsABrokenAnswerCleanly) {
  EXPECT_EQ(answer_to("GET /broken HTTP/1.1\r\nHost: h\r\n\r\n"),
            "HTTP/1.1 200 OK\r\n" + std::string(kDate) +
                "Transfer-Encoding: chunked\r\n\r\n5\r\nbegun\r\n|closed");
  const auto to_old = answer_to("GET /broken HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(to_old.ends_with("|reset")) << to_old;
}

TEST(ServerConnection, AnswersForAHandlerThatForgot) {
  EXPECT_EQ(answer_to("GET /forgets HTTP/1.1\r\nHost: h\r\n\r\n"),
            refused("500 Internal Server Error", ""));
}

TEST(ServerConnection, InvitesABodyThatWaitsForIt) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    co_await rig.write(
        "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(co_await rig.read(1s), "HTTP/1.1 100 Continue\r\n\r\n");
    co_await rig.write("ok");
    EXPECT_TRUE((co_await rig.read(1s)).ends_with("\r\n\r\nok"));
  });
  EXPECT_EQ(answer_to("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
                      "\r\nok"),
            ok("ok"));
  EXPECT_EQ(answer_to("POST /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
                      "Content-Length: 99999999999\r\n\r\n"),
            refused("413 Content Too Large", "/x"));
}

TEST(ServerConnection, ExpandsABodyWithinItsBound) {
  // `hello`, and 100,000 zeros.
  const std::string hello("\x78\x9c\xcb\x48\xcd\xc9\xc9\x07\x00\x06\x2c\x02\x15", 13);
  Compressor compressor(Compressor::Effort::fast);
  const auto bomb = compressor.gzip(std::string(100'000, '0'));
  const auto coded = [](std::string_view coding, std::string_view body) {
    return "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Encoding: " +
           std::string(coding) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
  };
  const ServerConfig config{.body_bytes_max = 99'999};
  EXPECT_TRUE(answer_to(coded("deflate", hello), config).contains("\r\n\r\nhello"));
  EXPECT_TRUE(answer_to(coded("br", "br"), config).contains("\r\n\r\nbr"));
  EXPECT_TRUE(answer_to(coded("gzip", bomb), config).starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(answer_to(coded("gzip", "no"), config).starts_with("HTTP/1.1 400 "));
}

TEST(ServerConnection, RefusesInTheRoutesOwnDialectAndCloses) {
  EXPECT_EQ(answer_to("GET /x HTTP/1.1\r\n\r\n" + post("never served")),
            refused("400 Bad Request", "/x"));
  EXPECT_EQ(answer_to("GET /x HTTP/9.9\r\nHost: h\r\n\r\n"),
            refused("505 HTTP Version Not Supported", "/x"));
  EXPECT_EQ(answer_to("GET /x HTTP/1.1\r\nA: " + std::string(40'000, 'a')),
            refused("431 Request Header Fields Too Large", "/x"));
  EXPECT_EQ(answer_to("GET /" + std::string(40'000, 'a')), refused("414 URI Too Long", ""));
  EXPECT_EQ(answer_to("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n"),
            refused("501 Not Implemented", "/x"));
}

TEST(ServerConnection, ServesWhatCameBeforeTheFault) {
  EXPECT_EQ(answer_to(post("good") + "BAD\r\n\r\n"), ok("good") + refused("400 Bad Request", ""));
}

/// How long it took, and what was said in the end.
struct Timed {
  std::string said;
  Duration after;
};
Timed feed_slowly(std::string first, std::string drip, ServerConfig config) {
  return testkit::run([&](async::Loop& loop) -> Task<Timed> {
    Rig rig(loop, config);
    const auto begin = loop.now();
    co_await rig.write(first);
    std::string said;
    while (said.empty()) {
      said = co_await rig.read(1s);
      if (said.empty() && !drip.empty()) co_await rig.write(drip);
    }
    co_return Timed{.said = said, .after = loop.now() - begin};
  });
}

TEST(ServerConnection, HasNoPatienceWithASlowHead) {
  const auto [said, after] = feed_slowly("GET /x HTTP/1.1\r\n", "A: b\r\n", {});
  EXPECT_TRUE(said.starts_with("HTTP/1.1 408 Request Timeout\r\n")) << said;
  EXPECT_TRUE(said.ends_with("refused /x|closed")) << said;
  EXPECT_EQ(after, 10s);
}

TEST(ServerConnection, HasNoPatienceWithASlowBody) {
  const auto [said, after] =
      feed_slowly("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n", "x", {});
  EXPECT_TRUE(said.starts_with("HTTP/1.1 408 Request Timeout\r\n")) << said;
  EXPECT_EQ(after, 60s);
}

TEST(ServerConnection, ClosesAnIdleConnectionWithoutAWord) {
  const auto [said, after] = feed_slowly("", "", {.idle_wait_max = 75s});
  EXPECT_EQ(said, "|closed");
  EXPECT_EQ(after, 75s);

  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    co_await rig.write(post("x"));
    EXPECT_EQ(co_await rig.read(70s), ok("x"));
    co_await rig.write(post("y"));
    EXPECT_TRUE((co_await rig.read(70s)).ends_with("\r\n\r\ny"));
    EXPECT_EQ(co_await rig.read(6s), "|closed");
  });
}

TEST(ServerConnection, LetsAHandlerTakeItsTime) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop, {.head_wait_max = 1s, .body_wait_max = 1s, .idle_wait_max = 1s});
    co_await rig.write("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_TRUE((co_await rig.read(30s)).starts_with("HTTP/1.1 200 OK"));
  });
}

TEST(ServerConnection, CancelsTheHandlerWhenTheClientLeaves) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    co_await rig.write("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
    co_await loop.sleep(1s);
    EXPECT_EQ(rig.handler.running, 1);
    rig.client.reset();
    co_await loop.sleep(1ms);
    EXPECT_EQ(rig.handler.running, 0);
    EXPECT_FALSE(rig.is_serving());
  });
}

TEST(ServerConnection, SaysNothingMoreToAClientThatEndedItsHalf) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    co_await rig.write("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
    co_await loop.sleep(1s);
    EXPECT_TRUE(co_await rig.client->finish());
    EXPECT_EQ(co_await rig.read(), "|closed");
    EXPECT_EQ(rig.handler.running, 0);
  });
}

TEST(ServerConnection, ForgetsAClientThatLeavesInTheMiddleOfARequest) {
  for (const std::string bytes :
       {"", "GET", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx"}) {
    testkit::run([&](async::Loop& loop) -> Task<> {
      Rig rig(loop);
      co_await rig.write(bytes);
      co_await loop.sleep(1ms);
      rig.client.reset();
      co_await loop.sleep(1ms);
      EXPECT_FALSE(rig.is_serving());
      EXPECT_TRUE(rig.handler.seen.empty());
    });
  }
}

TEST(ServerConnection, HoldsTheHandlerBackForASlowReader) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    co_await rig.write("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
    std::array<char, 16 << 10> buffer;
    std::size_t total = 0;
    while (total < (1 << 20)) {
      co_await loop.sleep(2s);
      const auto size = co_await rig.client->read(buffer);
      EXPECT_TRUE(size && *size > 0);
      if (!size || *size == 0) break;
      total += *size;
    }
    EXPECT_GE(total, 1U << 20);
    EXPECT_FALSE(rig.handler.has_failed);
  });
}

TEST(ServerConnection, GivesUpOnAReaderThatReadsNothing) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    co_await rig.write("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
    co_await loop.sleep(59s);
    EXPECT_TRUE(rig.is_serving());
    co_await loop.sleep(2s);
    EXPECT_FALSE(rig.is_serving());
    EXPECT_TRUE(rig.handler.has_failed);
  });
}

TEST(ServerConnection, ClosesAtOnceWhenToldToWhileIdle) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    co_await rig.write(post("x"));
    EXPECT_EQ(co_await rig.read(1s), ok("x"));
    rig.shared.is_draining = true;
    rig.connection().close_if_idle();
    EXPECT_EQ(co_await rig.read(1s), "|closed");
  });
}

TEST(ServerConnection, AnswersWhatRunsBeforeItCloses) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    co_await rig.write("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
    co_await loop.sleep(1s);
    rig.shared.is_draining = true;
    rig.connection().close_if_idle();
    const auto said = co_await rig.read(30s);
    EXPECT_NE(said.find("Connection: close\r\n"), std::string::npos);
    EXPECT_TRUE(said.ends_with("|closed"));
  });
}

TEST(ServerConnection, ReadsNothingWhileAHandlerRuns) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    co_await rig.write("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
    co_await loop.sleep(1s);
    rig.client->set_deadline(loop.now() + 5s);
    const std::string flood(1 << 20, '\n');
    const std::array<std::string_view, 1> pieces{flood};
    const auto written = co_await rig.client->write(pieces);
    EXPECT_EQ(written.error().code, Errc::deadline_exceeded);
  });
}

/// Notes what reaches it, says so, and ends as it is told.
class Spoken final : public Upgraded {
 public:
  explicit Spoken(async::Loop& loop) : told_(loop) {}
  Task<Ending> run(async::ByteStream* stream, std::string early) override {
    std::array<char, 64> bytes;
    const auto size = co_await stream->read(bytes);
    co_await told_.wait();
    const std::array<std::string_view, 3> pieces{early, "+", {bytes.data(), size.value_or(0)}};
    EXPECT_TRUE(co_await stream->write(pieces));
    co_return Ending::close;
  }
  void drain() override { told_.set(); }

 private:
  async::Event told_;
};

class Switching final : public Handler {
 public:
  explicit Switching(async::Loop& loop) : loop_(loop) {}
  Task<> handle(Request, Responder& responder) override {
    auto spoken = std::make_unique<Spoken>(loop_);
    ResponseHead head{.status = 101};
    head.headers.add("Upgrade", "echo");
    const auto done = co_await responder.switch_to(std::move(head), std::move(spoken));
    if (!done) (void)co_await responder.send({.head = {.status = 503}});
  }
  Response refuse(const RequestHead&, int status, std::string_view) override {
    return {.head = {.status = status}};
  }

 private:
  async::Loop& loop_;
};

/// What a client hears that sends these bytes, then `more`, then has the server stopped.
std::string upgraded(std::string bytes, std::string more) {
  return testkit::run([&](async::Loop& loop) -> Task<std::string> {
    Switching handler(loop);
    ServerShared shared(loop, handler, {});
    auto [ours, theirs] = async::memory_pair(loop);
    ServerConnection connection(shared, std::move(ours), {.address = "test"});
    async::Scope scope(loop);
    scope.spawn(connection.run());
    for (const std::string_view part : {std::string_view(bytes), std::string_view(more)}) {
      const std::array<std::string_view, 1> pieces{part};
      (void)co_await theirs->write(pieces);
      co_await loop.sleep(1s);
    }
    (void)co_await theirs->finish();
    co_await loop.sleep(1s);
    connection.close_if_idle();
    std::string all;
    std::array<char, 1024> buffer;
    while (true) {
      const auto size = co_await theirs->read(buffer);
      if (!size || *size == 0) co_return all;
      all.append(buffer.data(), *size);
    }
  });
}

TEST(ServerConnection, LeavesHttpWhereAHandlerSwitches) {
  const std::string get = "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\n\r\n";
  const std::string switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\n" +
                               std::string(kDate) + "Connection: Upgrade\r\n\r\n";
  // A client that has ended its half is still spoken to.
  EXPECT_EQ(upgraded(get + "early", "later"), switched + "early+later");
}

TEST(ServerConnection, StaysWithHttpWhereItIsAboutToClose) {
  const auto answer =
      upgraded("GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade, close\r\n\r\n", "");
  EXPECT_EQ(answer.substr(0, 13), "HTTP/1.1 503 ");
  EXPECT_EQ(upgraded("GET / HTTP/1.0\r\n\r\n", "").substr(0, 13), "HTTP/1.1 503 ");
}

/// Says what it was given and ends.
class Parrot final : public ServerProtocol {
  class Session final : public ServerSession {
   public:
    Session(std::unique_ptr<async::ByteStream> stream, std::string first)
        : stream_(std::move(stream)), first_(std::move(first)) {}

    Task<> run() override {
      std::array<char, 64> more;
      const auto size = co_await stream_->read(more);
      const std::array<std::string_view, 3> pieces{first_, "+", {more.data(), size.value_or(0)}};
      EXPECT_TRUE(co_await stream_->write(pieces));
    }
    void drain() override {}

   private:
    std::unique_ptr<async::ByteStream> stream_;
    std::string first_;
  };

  std::unique_ptr<ServerSession> serve(ServerShared&, std::unique_ptr<async::ByteStream> stream,
                                       Peer peer, std::string first) const override {
    EXPECT_EQ(peer.address, "test");
    return std::make_unique<Session>(std::move(stream), std::move(first));
  }
};

TEST(ServerConnection, HandsHttp2OverWhereverItsPrefaceIsCut) {
  const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  for (std::size_t cut = 0; cut <= preface.size(); ++cut) {
    testkit::run([&](async::Loop& loop) -> Task<> {
      const Parrot parrot;
      Rig rig(loop, {.http2 = &parrot});
      co_await rig.write(preface.substr(0, cut));
      co_await loop.sleep(1ms);
      co_await rig.write(preface.substr(cut));
      co_await loop.sleep(1ms);
      co_await rig.write("more");
      auto said = co_await rig.read();
      // What follows the preface's first line is either in the first bytes or still to be read.
      std::erase(said, '+');
      EXPECT_EQ(said, preface + (cut < 16 || cut == preface.size() ? "more|closed" : "|closed"))
          << "cut at byte " << cut;
    });
  }
}

TEST(ServerConnection, RefusesHttp2WhereItIsNotSpoken) {
  EXPECT_EQ(answer_to("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            refused("505 HTTP Version Not Supported", "*"));
  // Nor does a connection change what it speaks.
  const Parrot parrot;
  EXPECT_EQ(answer_to(post("hello") + "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {.http2 = &parrot}),
            ok("hello") + refused("505 HTTP Version Not Supported", "*"));
}

}  // namespace
}  // namespace quorum::http
