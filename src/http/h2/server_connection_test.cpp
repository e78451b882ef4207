#include "http/h2/server_connection.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/memory_stream.hpp"
#include "http/h2/fake_peer.hpp"
#include "testkit/run.hpp"

namespace quorum::h2 {
namespace {

using namespace std::chrono_literals;

/// Answers by path, and notes what became of the handlers.
class Scripted final : public http::Handler {
 public:
  explicit Scripted(async::Loop& loop) : loop_(loop) {}

  Task<> handle(http::Request request, http::Responder& responder) override {
    const Guard guard(*this);
    const auto path = std::string(request.head.path());
    if (path == "/stream") co_await stream(responder);
    if (path == "/endless") co_await endless(responder);
    if (path == "/broken") EXPECT_TRUE(co_await responder.start_with({}, "begun"));
    if (path == "/slow") co_await loop_.sleep(20s);
    if (path == "/none") EXPECT_TRUE(co_await responder.send({.head = {.status = 204}}));
    if (path != "/" && path != "/slow" && path != "/large") co_return;
    http::Response response;
    response.body = path == "/large" ? std::string(1 << 20, 'x') : "got " + request.body;
    (void)co_await responder.send(std::move(response));
    ended += 1;
  }

  http::Response refuse(const http::RequestHead& head, int status, std::string_view) override {
    return {.head = {.status = status}, .body = "refused " + head.target};
  }

  int running = 0;
  int ended = 0;
  std::size_t pieces_written = 0;
  bool has_failed = false;  ///< A write did.

 private:
  struct Guard {
    explicit Guard(Scripted& script) : owner(script) { ++owner.running; }
    ~Guard() { --owner.running; }
    Scripted& owner;
  };

  Task<> stream(http::Responder& responder) {
    EXPECT_TRUE(co_await responder.start_with({}, "one"));
    co_await loop_.sleep(1s);
    EXPECT_TRUE(co_await responder.write("two"));
    EXPECT_TRUE(co_await responder.write(""));
    EXPECT_TRUE(co_await responder.finish());
    ended += 1;
  }
  Task<> endless(http::Responder& responder) {
    const std::string piece(10'000, 'x');
    has_failed = !co_await responder.start({});
    while (!has_failed) {
      has_failed = !co_await responder.write(piece);
      pieces_written += 1;
    }
  }

  async::Loop& loop_;
};

/// A connection in simulated time, and a client at its other end.
class Rig {
 public:
  explicit Rig(async::Loop& loop, http::ServerConfig config = {},
               FakePeer::Reading reading = FakePeer::Reading::on)
      : handler(loop),
        shared(loop, handler, std::move(config)),
        peer({.side = CodecConfig::Side::client}, reading),
        loop_(loop),
        serving_(loop) {
    auto [ours, theirs] = async::memory_pair(loop);
    stream = std::move(theirs);
    connection = std::make_unique<ServerConnection>(shared, std::move(ours),
                                                    http::Peer{.address = "test"}, "");
    serving_.spawn(connection->run());
  }

  Task<> write(std::string bytes) {
    const std::array<std::string_view, 1> pieces{bytes};
    (void)co_await stream->write(pieces);
  }

  /// Says all that the client has to say, hears all that comes for so long.
  Task<> talk(Duration patience = 100ms) {
    std::array<char, 4096> buffer;
    const auto until = loop_.now() + patience;
    while (stream) {
      auto said = is_deaf ? std::string() : peer.said();
      if (!said.empty()) co_await write(std::move(said));
      stream->set_deadline(until);
      const auto size = co_await stream->read(buffer);
      is_closed = size ? *size == 0 : size.error().code != Errc::deadline_exceeded;
      if (size) heard.append(buffer.data(), *size);
      if (!size || is_closed) break;
      if (!is_deaf) (void)peer.codec->push({buffer.data(), *size});
    }
    if (stream) stream->set_deadline(TimePoint::max());
  }

  bool is_serving() const { return serving_.size() > 0; }

  Scripted handler;
  http::ServerShared shared;
  FakePeer peer;
  std::unique_ptr<async::ByteStream> stream;
  std::unique_ptr<ServerConnection> connection;
  std::string heard;
  bool is_deaf = false;  ///< The client only notes what comes.
  bool is_closed = false;

 private:
  async::Loop& loop_;
  async::Scope serving_;
};

constexpr std::string_view kDate = "date: Fri, 15 Jan 2027 08:00:00 GMT\n";

TEST(ServerConnection, AnswersManyRequestsSideBySide) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    const auto slow = rig.peer.ask("GET", "/slow");
    const auto posted = rig.peer.ask("POST", "/", "hello");
    const auto none = rig.peer.ask("GET", "/none");
    co_await rig.talk();
    EXPECT_EQ(rig.peer.seen(posted).head,
              ":status: 200\n" + std::string(kDate) + "content-length: 9\n");
    EXPECT_EQ(rig.peer.seen(posted).body, "got hello");
    EXPECT_TRUE(rig.peer.seen(posted).is_ended);
    EXPECT_EQ(rig.peer.seen(none).head, ":status: 204\n" + std::string(kDate));
    EXPECT_TRUE(rig.peer.seen(none).is_ended);
    EXPECT_EQ(rig.peer.seen(slow).heads, 0U);
    co_await rig.talk(30s);
    EXPECT_EQ(rig.peer.seen(slow).body, "got ");
    EXPECT_EQ(rig.handler.running, 0);
  });
}

TEST(ServerConnection, TakesAConnectionAByteAtATime) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    const auto id = rig.peer.ask("POST", "/", "hello");
    for (const char byte : rig.peer.said()) {
      co_await rig.write(std::string(1, byte));
      co_await loop.sleep(1ms);
    }
    co_await rig.talk();
    EXPECT_EQ(rig.peer.seen(id).body, "got hello");
  });
}

TEST(ServerConnection, StreamsAndEndsOnlyWhatIsWhole) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    const auto whole = rig.peer.ask("GET", "/stream");
    const auto broken = rig.peer.ask("GET", "/broken");
    const auto forgotten = rig.peer.ask("GET", "/forgets");
    const auto large = rig.peer.ask("GET", "/large");
    co_await rig.talk();
    EXPECT_EQ(rig.peer.seen(whole).body, "one");
    EXPECT_FALSE(rig.peer.seen(whole).is_ended);
    co_await rig.talk(2s);
    EXPECT_EQ(rig.peer.seen(whole).body, "onetwo");
    EXPECT_TRUE(rig.peer.seen(whole).is_ended);
    EXPECT_EQ(rig.peer.seen(broken).body, "begun");
    EXPECT_FALSE(rig.peer.seen(broken).is_ended);
    EXPECT_EQ(rig.peer.seen(broken).code, Code::internal_error);
    EXPECT_EQ(rig.peer.seen(forgotten).body, "refused ");
    EXPECT_EQ(rig.peer.seen(large).body.size(), 1U << 20);
    EXPECT_TRUE(rig.peer.seen(large).is_ended);
  });
}

TEST(ServerConnection, SendsNoBodyInAnswerToHead) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    const auto sent = rig.peer.ask("HEAD", "/large");
    const auto streamed = rig.peer.ask("HEAD", "/stream");
    co_await rig.talk(2s);
    EXPECT_EQ(rig.peer.seen(sent).head,
              ":status: 200\n" + std::string(kDate) + "content-length: 1048576\n");
    for (const auto id : {sent, streamed}) {
      EXPECT_EQ(rig.peer.seen(id).body, "");
      EXPECT_TRUE(rig.peer.seen(id).is_ended);
    }
    EXPECT_EQ(rig.handler.ended, 2);
  });
}

TEST(ServerConnection, DestroysTheHandlerOfAClientThatLeft) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    const auto id = rig.peer.ask("GET", "/slow");
    rig.peer.ask("GET", "/slow");
    co_await rig.talk();
    EXPECT_EQ(rig.handler.running, 2);
    rig.peer.codec->reset(id, Code::cancel);
    co_await rig.talk(1ms);
    EXPECT_EQ(rig.handler.running, 1);
    rig.stream.reset();
    co_await loop.sleep(1ms);
    EXPECT_EQ(rig.handler.running, 0);
    EXPECT_FALSE(rig.is_serving());
  });
}

TEST(ServerConnection, KeepsASlowReaderFromSlowingTheOthers) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop, {}, FakePeer::Reading::off);
    const auto slow = rig.peer.ask("GET", "/endless");
    co_await rig.talk();
    // What the client's window takes, and no more, whatever time passes.
    EXPECT_EQ(rig.peer.seen(slow).body.size(), 256U << 10);
    const auto written = rig.handler.pieces_written;
    EXPECT_LT(written, 30U);
    const auto other = rig.peer.ask("POST", "/", "hello");
    co_await rig.talk(30s);
    EXPECT_EQ(rig.peer.seen(other).body, "got hello");
    EXPECT_EQ(rig.handler.pieces_written, written);
    rig.peer.read_on(slow);
    co_await rig.talk(10ms);
    EXPECT_GT(rig.handler.pieces_written, written);
    EXPECT_LE(rig.peer.seen(slow).body.size(), 512U << 10);
  });
}

TEST(ServerConnection, ResetsTheStreamThatNobodyReads) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop, {.write_wait_max = 5s}, FakePeer::Reading::off);
    const auto slow = rig.peer.ask("GET", "/endless");
    const auto other = rig.peer.ask("GET", "/slow");
    co_await rig.talk(6s);
    EXPECT_TRUE(rig.handler.has_failed);
    EXPECT_EQ(rig.peer.seen(slow).code, Code::cancel);
    EXPECT_FALSE(rig.peer.seen(slow).is_ended);
    co_await rig.talk(20s);
    EXPECT_TRUE(rig.peer.seen(other).is_ended);
  });
}

TEST(ServerConnection, RefusesWhatIsTooLargeAndSaysThatItNeedNotBeSent) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop, {.head_bytes_max = 1'000, .body_bytes_max = 100'000});
    Fields fields;
    for (const auto& [name, value] : std::to_array<std::pair<std::string_view, std::string_view>>(
             {{":method", "POST"}, {":scheme", "http"}, {":authority", "h"}, {":path", "/"}})) {
      fields.add(name, value);
    }
    auto announced_fields = fields;
    announced_fields.add("content-length", "100001");
    const auto announced = rig.peer.ask(announced_fields, "x", false);
    const auto sent = rig.peer.ask(fields, std::string(150'000, 'x'), false);
    fields.add("x", std::string(1'000, 'y'));
    const auto head = rig.peer.ask(fields);
    co_await rig.talk();
    for (const auto id : {announced, sent}) {
      EXPECT_EQ(rig.peer.seen(id).head.substr(0, 12), ":status: 413");
      EXPECT_EQ(rig.peer.seen(id).body, "refused /");
      EXPECT_TRUE(rig.peer.seen(id).is_ended);
      EXPECT_TRUE(rig.peer.seen(id).is_closed);
      EXPECT_EQ(rig.peer.seen(id).code, Code::no_error);
    }
    EXPECT_EQ(rig.peer.seen(head).head.substr(0, 12), ":status: 431");
    EXPECT_FALSE(rig.is_closed);
  });
}

TEST(ServerConnection, AsksForABodyThatWaitsToBeAskedFor) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    Fields fields;
    fields.add(":method", "POST");
    fields.add(":scheme", "http");
    fields.add(":authority", "h");
    fields.add(":path", "/");
    fields.add("content-length", "5");
    auto other = fields;
    fields.add("expect", "100-continue");
    other.add("expect", "a-miracle");
    const auto id = rig.peer.ask(fields, "", false);
    const auto refused = rig.peer.ask(other, "", false);
    co_await rig.talk();
    EXPECT_EQ(rig.peer.seen(id).head, ":status: 100\n");
    EXPECT_EQ(rig.peer.seen(refused).head.substr(0, 12), ":status: 417");
    rig.peer.seen(id).outgoing = {.bytes = "hello", .is_last = true};
    rig.peer.codec->resume(id);
    co_await rig.talk();
    EXPECT_EQ(rig.peer.seen(id).body, "got hello");
  });
}

TEST(ServerConnection, HasDeadlinesForHeadsBodiesAndIdleness) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop, {.body_wait_max = 20s, .idle_wait_max = 30s});
    const auto id = rig.peer.ask("POST", "/", "x", false);
    co_await rig.talk(19s);
    EXPECT_EQ(rig.peer.seen(id).heads, 0U);
    co_await rig.talk(2s);
    EXPECT_EQ(rig.peer.seen(id).head.substr(0, 12), ":status: 408");
    // A client that only pings is idle all the same.
    for (int count = 0; count < 28; ++count) {
      co_await rig.write(std::string("\0\0\10\6\0\0\0\0\0\0\0\0\0\0\0\0\0", 17));
      co_await rig.talk(1s);
    }
    EXPECT_FALSE(rig.is_closed);
    co_await rig.talk(5s);
    EXPECT_TRUE(rig.is_closed);
    EXPECT_EQ(rig.peer.code_of_goaway, Code::no_error);
  });
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop, {.head_wait_max = 10s});
    co_await rig.talk();
    co_await rig.write(std::string("\0\0\3\1\5\0\0\0\1\x82", 10));  // A head that never ends.
    co_await rig.talk(9s);
    EXPECT_FALSE(rig.is_closed);
    co_await rig.talk(2s);
    EXPECT_EQ(rig.peer.code_of_goaway, Code::enhance_your_calm);
    EXPECT_TRUE(rig.is_closed);
  });
}

TEST(ServerConnection, BearsNoFloods) {
  const auto frames = std::to_array<std::string>(
      {std::string("\0\0\10\6\0\0\0\0\0\0\0\0\0\0\0\0\0", 17), std::string("\0\0\0\4\0\0\0\0\0", 9),
       std::string("\0\0\5\2\0\0\0\0\1\0\0\0\0\1", 14)});
  for (const auto& frame : frames) {
    testkit::run([&](async::Loop& loop) -> Task<> {
      Rig rig(loop);
      co_await rig.talk(1ms);
      rig.is_deaf = true;
      for (int count = 0; count < 100 && rig.is_serving() && !rig.is_closed; ++count) {
        std::string many;
        for (int times = 0; times < 100; ++times) many += frame;
        co_await rig.write(std::move(many));
        co_await rig.talk(1ms);
      }
      const auto goaway = rig.heard.find(std::string("\0\0\10\7\0\0\0\0\0", 9));
      EXPECT_EQ(rig.heard.substr(goaway + 13, 4), std::string("\0\0\0\13", 4)) << int{frame[3]};
      EXPECT_TRUE(rig.is_closed);
    });
  }
}

TEST(ServerConnection, BearsNoRapidResets) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    for (int count = 0; count < 1'000 && !rig.is_closed; ++count) {
      const auto id = rig.peer.ask("GET", "/slow");
      auto bytes = rig.peer.said();
      rig.peer.codec->reset(id, Code::cancel);
      bytes += rig.peer.said();
      co_await rig.write(std::move(bytes));
      co_await loop.yield();
      EXPECT_LE(rig.handler.running, 2);
      co_await rig.talk(1us);
    }
    EXPECT_EQ(rig.peer.code_of_goaway, Code::enhance_your_calm);
    EXPECT_TRUE(rig.is_closed);
  });
}

TEST(ServerConnection, FinishesWhatRunsBeforeItDrains) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop);
    const auto id = rig.peer.ask("GET", "/slow");
    co_await rig.talk();
    rig.connection->drain();
    co_await rig.talk(10s);
    EXPECT_EQ(rig.peer.last_of_goaway, id);
    EXPECT_FALSE(rig.is_closed);
    co_await rig.talk(15s);
    EXPECT_EQ(rig.peer.seen(id).body, "got ");
    EXPECT_TRUE(rig.is_closed);

    Rig idle(loop);
    co_await idle.talk();
    idle.connection->drain();
    co_await idle.talk();
    EXPECT_TRUE(idle.is_closed);
  });
}

TEST(ServerConnection, HoldsNoMoreOfBodiesThanOneMayBeLarge) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Rig rig(loop, {.body_bytes_max = 600'000});
    const auto first = rig.peer.ask("POST", "/", std::string(590'000, 'a'), false);
    const auto second = rig.peer.ask("POST", "/", std::string(590'000, 'b'), false);
    const auto third = rig.peer.ask("POST", "/", std::string(590'000, 'c'), false);
    co_await rig.talk();
    EXPECT_EQ(rig.peer.seen(first).outgoing.bytes.size(), 0U);
    // The windows that were open, and nothing beyond.
    EXPECT_GE(
        rig.peer.seen(second).outgoing.bytes.size() + rig.peer.seen(third).outgoing.bytes.size(),
        60'000U);
    for (const auto id : {first, second, third}) {
      rig.peer.seen(id).outgoing.is_last = true;
      rig.peer.codec->resume(id);
      co_await rig.talk();
      EXPECT_EQ(rig.peer.seen(id).body.size(), 590'004U);
    }
  });
}

}  // namespace
}  // namespace quorum::h2
