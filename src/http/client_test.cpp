#include "http/client.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/combine.hpp"
#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/socket.hpp"
#include "core/try.hpp"
#include "testkit/fake_upstream.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

using namespace std::chrono_literals;
using testkit::FakeUpstream;
using testkit::Piece;
using testkit::Play;
using End = testkit::Play::End;
using Framing = testkit::Play::Framing;

/// What a test needs, on a simulated loop.
struct Bench {
  explicit Bench(async::Loop& on, ClientConfig config = {})
      : loop(on), upstream(on), client(Client::create(on, std::move(config), upstream)) {}

  async::Loop& loop;
  FakeUpstream upstream;
  std::unique_ptr<Client> client;

  ClientRequest request(std::string target, std::string body = "") const {
    return {.url = upstream.url(std::move(target)), .body = std::move(body)};
  }

  /// The status and the whole body, or the error's name.
  Task<std::string> fetch(ClientRequest request) {
    auto answer = co_await client->send(std::move(request));
    if (!answer) co_return std::string(name(answer.error().code));
    std::string text = std::to_string((*answer)->head().status) + " ";
    while (true) {
      const auto piece = co_await (*answer)->read();
      if (!piece) co_return text + "|" + std::string(name(piece.error().code));
      if (piece->empty()) co_return text;
      text += *piece;
    }
  }
  Task<std::string> fetch(std::string target) { return fetch(request(std::move(target))); }
};

std::string fetched(Play play) {
  return testkit::run([&](async::Loop& loop) -> Task<std::string> {
    Bench bench(loop);
    bench.upstream.on("/", std::move(play));
    co_return co_await bench.fetch("/");
  });
}

TEST(HttpClient, ReadsBodiesHoweverTheyEnd) {
  for (const auto framing : {Framing::length, Framing::chunked, Framing::until_close}) {
    Play play{.pieces = {{.bytes = "one "}, {.wait = 1s, .bytes = "two"}}, .framing = framing};
    EXPECT_EQ(fetched(std::move(play)), "200 one two");
  }
  EXPECT_EQ(fetched({.status = 204, .framing = Framing::length}), "204 ");
  EXPECT_EQ(fetched(testkit::answers_json(418, "{}")), "418 {}");
}

TEST(HttpClient, CallsABodyThatIsCutAFailure) {
  const auto begun = [](Framing framing, End end) {
    return Play{.pieces = {{.bytes = "begun"}, {.wait = 1s, .bytes = " more"}}, .framing = framing}
        .then(end);
  };
  EXPECT_EQ(fetched(begun(Framing::chunked, End::close)), "200 begun more|upstream_failed");
  EXPECT_EQ(fetched(begun(Framing::chunked, End::close_in_chunk)),
            "200 begun morehalf a chu|upstream_failed");
  EXPECT_EQ(fetched(begun(Framing::chunked, End::reset)), "200 begun|upstream_failed");
  EXPECT_EQ(fetched(begun(Framing::until_close, End::reset)), "200 begun|upstream_failed");
  EXPECT_EQ(fetched(testkit::says_raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut")),
            "200 cut|upstream_failed");
  EXPECT_EQ(fetched(testkit::says_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                      "3\r\nabc\r\nzz\r\n")),
            "200 abc|upstream_failed");
}

TEST(HttpClient, CallsWhatIsNotHttpAFailure) {
  for (const std::string bytes :
       {"", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\r\nContent-", "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 1\n\nx", "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "<html>\r\n\r\n"}) {
    EXPECT_EQ(fetched(testkit::says_raw(bytes)), "upstream_failed") << bytes;
  }
}

TEST(HttpClient, TakesRareButLegalAnswers) {
  EXPECT_EQ(fetched(testkit::says_raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n"
                                      "\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")),
            "200 ok");
  EXPECT_EQ(fetched(testkit::says_raw("HTTP/1.0 200 OK\r\n\r\nuntil close")), "200 until close");
  EXPECT_EQ(fetched(testkit::says_raw("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n")), "200 ");
  EXPECT_EQ(fetched(testkit::says_raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
                                      "Content-Length: 2\r\n\r\nok")),
            "200 ok");
  EXPECT_EQ(fetched(testkit::says_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
                                      "2;a=b\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n")),
            "200 ok");
}

TEST(HttpClient, SendsExactlyWhatItWasGiven) {
  const auto bytes = testkit::run([](async::Loop& loop) -> Task<std::string> {
    Bench bench(loop);
    auto request = bench.request("/v1/x?y", R"({"n":1.0})");
    request.headers.add("Authorization", "Bearer key");
    co_await bench.fetch(std::move(request));
    co_return bench.upstream.requests().at(0).bytes;
  });
  EXPECT_EQ(bytes,
            "POST /v1/x?y HTTP/1.1\r\nHost: 127.0.0.1:1\r\nAuthorization: Bearer key\r\n"
            "Accept-Encoding: identity\r\nContent-Length: 9\r\n\r\n{\"n\":1.0}");
}

TEST(HttpClient, SendsWhatIsSettledAsItSendsAnyOther) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    bench.upstream.on("/", testkit::answers_json(200, "{}"));
    auto whole = bench.request("/", "a");
    whole.headers.add("X-Key", "k");
    const RequestTemplate form("POST", whole.url, whole.headers);
    EXPECT_EQ(co_await bench.fetch(std::move(whole)), "200 {}");
    for (const std::string_view body : {"a", ""}) {
      const SettledRequest settled{.form = &form, .body = body};
      auto answer = co_await bench.client->send_settled(settled);
      EXPECT_EQ(*co_await (*answer)->read_all(10), "{}");
    }
    const auto& seen = bench.upstream.requests();
    EXPECT_EQ(seen.at(1).bytes, seen.at(0).bytes);
    EXPECT_EQ(seen.at(2).head.headers.get("content-length"), "0");
    EXPECT_EQ(bench.upstream.connections_made(), 1U);
  });
}

TEST(HttpClient, UsesAConnectionAgainAfterItsAnswerWasRead) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    bench.upstream.on("/", testkit::streams({"a", "b"}));
    EXPECT_EQ(co_await bench.fetch("/"), "200 ab");
    EXPECT_EQ(co_await bench.fetch("/"), "200 ab");
    co_await loop.sleep(54s);
    EXPECT_EQ(co_await bench.fetch("/"), "200 ab");
    EXPECT_EQ(bench.upstream.connections_made(), 1U);
  });
}

TEST(HttpClient, ForgetsAConnectionThatIsIdleForTooLong) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    EXPECT_EQ((co_await bench.fetch("/")).substr(0, 3), "404");
    EXPECT_EQ(bench.upstream.open_connections(), 1U);
    co_await loop.sleep(56s);
    EXPECT_EQ(bench.upstream.open_connections(), 0U);
    EXPECT_EQ((co_await bench.fetch("/")).substr(0, 3), "404");
    EXPECT_EQ(bench.upstream.connections_made(), 2U);
  });
}

TEST(HttpClient, KeepsNoMoreIdleConnectionsThanAllowed) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop, {.idle_per_origin_max = 2});
    bench.upstream.on("/", testkit::streams({"a"}, 1s));
    std::vector<Task<std::string>> fetches;
    for (int i = 0; i < 5; ++i) fetches.push_back(bench.fetch("/"));
    co_await async::all(loop, std::move(fetches));
    co_await loop.sleep(1s);
    EXPECT_EQ(bench.upstream.connections_made(), 5U);
    EXPECT_EQ(bench.upstream.open_connections(), 2U);
  });
}

TEST(HttpClient, DoesNotKeepAConnectionThatSaidTooMuch) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    auto play = testkit::says_raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK");
    play.end = End::stall;
    bench.upstream.on("/", std::move(play));
    EXPECT_EQ(co_await bench.fetch("/"), "200 ok");
    co_await loop.sleep(1s);
    EXPECT_EQ(bench.upstream.open_connections(), 0U);
  });
}

TEST(HttpClient, TriesOnceMoreWhereAKeptConnectionTurnsOutDead) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    bench.upstream.on("/", {testkit::answers_json(200, "first"), testkit::closes_at_once(),
                            testkit::answers_json(200, "second")});
    EXPECT_EQ(co_await bench.fetch("/"), "200 first");
    auto again = bench.request("/");
    again.method = "GET";
    EXPECT_EQ(co_await bench.fetch(std::move(again)), "200 second");
    EXPECT_EQ(bench.upstream.requests().size(), 3U);
    EXPECT_EQ(bench.upstream.connections_made(), 2U);
  });
}

TEST(HttpClient, TriesAFreshConnectionOnlyOnce) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    bench.upstream.on("/", testkit::closes_at_once());
    EXPECT_EQ(co_await bench.fetch("/"), "upstream_failed");
    EXPECT_EQ(bench.upstream.requests().size(), 1U);
  });
}

TEST(HttpClient, NeverAsksAgainAfterAByteOfTheAnswer) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    bench.upstream.on("/", {testkit::answers_json(200, "first"), testkit::says_raw("H")});
    EXPECT_EQ(co_await bench.fetch("/"), "200 first");
    EXPECT_EQ(co_await bench.fetch("/"), "upstream_failed");
    EXPECT_EQ(bench.upstream.requests().size(), 2U);
  });
}

TEST(HttpClient, NeverAsksAgainWhereTheAnswerIsOnlyLate) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    bench.upstream.on("/", {testkit::answers_json(200, "first"), testkit::never_answers()});
    EXPECT_EQ(co_await bench.fetch("/"), "200 first");
    const auto begin = loop.now();
    EXPECT_EQ(co_await bench.fetch("/"), "deadline_exceeded");
    EXPECT_EQ(loop.now() - begin, 60s);
    EXPECT_EQ(bench.upstream.requests().size(), 2U);
  });
}

TEST(HttpClient, ClosesAtOnceWhenTheAnswerIsDropped) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    bench.upstream.on("/", Play{.pieces = {{.wait = 1s, .bytes = "tick", .times = 1000}}});
    auto answer = co_await bench.client->send(bench.request("/"));
    EXPECT_EQ(*co_await (*answer)->read(), "tick");
    const auto before = loop.now();
    answer->reset();
    co_await loop.sleep(10ms);
    EXPECT_EQ(bench.upstream.open_connections(), 0U);
    EXPECT_EQ(bench.upstream.requests().at(0).fate, testkit::AnswerFate::abandoned);
    EXPECT_LT(loop.now() - before, 1s);
  });
}

TEST(HttpClient, WaitsNoLongerThanItMay) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    bench.upstream.on("/silent", testkit::never_answers());
    bench.upstream.on("/stalls", testkit::streams({"a"}).then(End::stall));

    auto silent = bench.request("/silent");
    silent.waits.head_max = 5s;
    auto begin = loop.now();
    EXPECT_EQ(co_await bench.fetch(std::move(silent)), "deadline_exceeded");
    EXPECT_EQ(loop.now() - begin, 5s);

    auto stalls = bench.request("/stalls");
    stalls.waits.chunk_max = 7s;
    begin = loop.now();
    EXPECT_EQ(co_await bench.fetch(std::move(stalls)), "200 a|deadline_exceeded");
    EXPECT_EQ(loop.now() - begin, 7s);

    auto whole = bench.request("/stalls");
    begin = loop.now();
    whole.waits.deadline = begin + 3s;
    EXPECT_EQ(co_await bench.fetch(std::move(whole)), "200 a|deadline_exceeded");
    EXPECT_EQ(loop.now() - begin, 3s);
    EXPECT_EQ(bench.upstream.requests().size(), 3U);
  });
}

TEST(HttpClient, IsPatientWithAStreamThatKeepsComing) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    bench.upstream.on("/", Play{.pieces = {{.wait = 50s, .bytes = "x", .times = 100}}});
    EXPECT_EQ(co_await bench.fetch("/"), "200 " + std::string(100, 'x'));
  });
}

TEST(HttpClient, ReadsAllWithinItsLimit) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    bench.upstream.on("/",
                      Play{.pieces = {{.wait = 1s, .bytes = std::string(100, 'x'), .times = 10}}});
    auto enough = co_await bench.client->send(bench.request("/"));
    EXPECT_EQ((co_await (*enough)->read_all(1000))->size(), 1000U);
    auto small = co_await bench.client->send(bench.request("/"));
    EXPECT_EQ((co_await (*small)->read_all(899)).error().code, Errc::too_large);
    co_await loop.sleep(1s);
    EXPECT_EQ(bench.upstream.open_connections(), 0U);
  });
}

TEST(HttpClient, RefusesAnEndlessHead) {
  EXPECT_EQ(fetched(testkit::says_raw("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x'))),
            "upstream_failed");
}

TEST(HttpClient, AnswersToHeadHaveNoBody) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    auto play = testkit::says_raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    play.end = End::proper;
    bench.upstream.on("/", std::move(play));
    for (int round = 0; round < 2; ++round) {
      auto request = bench.request("/");
      request.method = "HEAD";
      EXPECT_EQ(co_await bench.fetch(std::move(request)), "200 ");
    }
    EXPECT_EQ(bench.upstream.connections_made(), 1U);
  });
}

// A slow reader slows the upstream: what lies between them is bounded.
TEST(HttpClient, HoldsTheUpstreamBackWhileNobodyReads) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop);
    bench.upstream.on("/", Play{.pieces = {{.bytes = std::string(1 << 20, 'x'), .times = 64}}});
    auto answer = co_await bench.client->send(bench.request("/"));
    co_await loop.sleep(1h);
    EXPECT_EQ(bench.upstream.requests().at(0).fate, testkit::AnswerFate::playing);
    std::size_t total = 0;
    while (true) {
      const auto piece = co_await (*answer)->read();
      EXPECT_LE(piece->size(), 64U << 10);
      if (piece->empty()) break;
      total += piece->size();
    }
    EXPECT_EQ(total, 64U << 20);
  });
}

TEST(HttpClient, LetsNoMoreAskAtOnceThanItMay) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop, {.connections_per_origin_max = 1, .waiting_per_origin_max = 1});
    bench.upstream.on("/", Play{.pieces = {{.wait = 1s, .bytes = "late"}}});
    std::vector<Task<std::string>> asking;
    for (int i = 0; i < 3; ++i) asking.push_back(bench.fetch("/"));
    auto told = co_await async::all(loop, std::move(asking));
    std::ranges::sort(told);
    EXPECT_EQ(told, (std::vector<std::string>{"200 late", "200 late", "unavailable"}));
    EXPECT_EQ(bench.upstream.connections_made(), 1U);
  });
}

TEST(HttpClient, ItsOwnPatienceBeatsTheRequests) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Bench bench(loop, {.waits = {.head_max = 2s, .chunk_max = 3s, .total_max = 10s}});
    bench.upstream.on("/silent", Play{.head_wait = 5s});
    const auto begin = loop.now();
    EXPECT_EQ(co_await bench.fetch("/silent"), "deadline_exceeded");
    EXPECT_EQ(loop.now() - begin, 2s);
    bench.upstream.on("/stalls", Play{.pieces = {{.bytes = "a"}, {.wait = 4s, .bytes = "b"}}});
    EXPECT_EQ(co_await bench.fetch("/stalls"), "200 a|deadline_exceeded");
    bench.upstream.on("/drips", Play{.pieces = {{.wait = 1s, .bytes = "a", .times = 20}}});
    const auto dripping = loop.now();
    const auto dripped = co_await bench.fetch("/drips");
    EXPECT_TRUE(dripped.ends_with("|deadline_exceeded")) << dripped;
    EXPECT_EQ(loop.now() - dripping, 10s);
  });
}

/// An upstream of real sockets, since what has reached it is what the system knows.
struct RealUpstream {
  explicit RealUpstream(async::Loop& on)
      : loop(on),
        listener(*async::Listener::listen(on, *async::Address::numeric("127.0.0.1", 0))),
        client(Client::create(on, {})) {}

  enum class Then : std::uint8_t { answers, closes, resets };

  /// Takes a connection where there is none, and one request on it.
  Task<> serve(Then then) {
    if (!stream) {
      auto accepted = co_await listener->accept();
      stream = std::move(accepted->stream);
      ++connections;
    }
    std::array<char, 4096> bytes{};
    const auto size = co_await stream->read(bytes);
    requests += size.value_or(0) > 0 ? 1 : 0;
    if (then == Then::answers) {
      const std::array<std::string_view, 1> pieces{
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"};
      EXPECT_TRUE(co_await stream->write(pieces));
      co_return;
    }
    if (then == Then::resets) stream->reset_on_close();
    stream.reset();
  }

  Task<std::string> ask(std::string method) {
    ClientRequest request{.method = std::move(method)};
    request.url = *Url::parse("http://127.0.0.1:" + std::to_string(listener->local().port()) + "/");
    auto answer = co_await client->send(std::move(request));
    if (!answer) co_return std::string(name(answer.error().code));
    co_return (co_await (*answer)->read_all(100)).value_or("cut");
  }

  async::Loop& loop;
  std::unique_ptr<async::Listener> listener;
  std::unique_ptr<Client> client;
  std::unique_ptr<async::ByteStream> stream;
  int connections = 0;
  int requests = 0;
};

/// One good exchange, then `second` on the kept connection as the upstream does what it does.
void ask_twice(std::string_view second, RealUpstream::Then then, std::string_view told,
               int connections, int requests) {
  testkit::run_for_real([&](async::Loop& loop) -> Task<> {
    RealUpstream upstream(loop);
    async::Scope scope(loop);
    scope.spawn(upstream.serve(RealUpstream::Then::answers));
    EXPECT_EQ(co_await upstream.ask("POST"), "ok");
    co_await scope.join();
    if (then == RealUpstream::Then::answers) {
      // It closes, and nobody has told us yet.
      upstream.stream.reset();
    } else {
      scope.spawn(upstream.serve(then));
      co_await loop.yield();
    }
    auto again = [](RealUpstream* at) -> Task<> {
      while (at->stream) co_await at->loop.sleep(1ms);
      co_await at->serve(RealUpstream::Then::answers);
    };
    scope.spawn(again(&upstream));
    std::string method(second);
    EXPECT_EQ(co_await upstream.ask(std::move(method)), told);
    scope.cancel();
    EXPECT_EQ(upstream.connections, connections);
    EXPECT_EQ(upstream.requests, requests);
  });
}

TEST(HttpClient, SendsAPostAgainWhereNobodyHasReadIt) {
  ask_twice("POST", RealUpstream::Then::answers, "ok", 2, 2);
}

TEST(HttpClient, SendsNoPostAgainThatWasRead) {
  ask_twice("POST", RealUpstream::Then::closes, "upstream_failed", 1, 2);
  ask_twice("POST", RealUpstream::Then::resets, "upstream_failed", 1, 2);
}

TEST(HttpClient, SendsAGetAgainWhoeverHasReadIt) {
  ask_twice("GET", RealUpstream::Then::closes, "ok", 2, 3);
}

}  // namespace
}  // namespace quorum::http
