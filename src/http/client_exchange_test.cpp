#include "http/client_exchange.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "async/memory_stream.hpp"
#include "async/readiness.hpp"
#include "async/scope.hpp"
#include "http/next_piece.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

/// One exchange over a pair in memory whose other end has said `answer` already.
template <typename Test>
void exchange_with(std::string answer, Test test) {
  testkit::run([&](async::Loop& loop) -> Task<> {
    auto [ours, theirs] = async::memory_pair(loop);
    const std::array<std::string_view, 1> pieces{answer};
    EXPECT_TRUE(co_await theirs->write(pieces));
    theirs->set_deadline(TimePoint::max());
    EXPECT_TRUE(co_await theirs->finish());
    auto pool = std::make_shared<ClientPool>(loop, ClientConfig{});
    auto& origin = pool->at("http://h:80");
    ClientExchange exchange(pool, origin, *origin.gate.try_enter());
    const RequestTemplate form("POST", *Url::parse("http://h/"), {});
    const SettledRequest request{.form = &form, .body = "question"};
    const auto done = co_await exchange.run(request, std::move(ours));
    co_await test(exchange, done, *pool);
  });
}

TEST(ClientExchange, KnowsWhetherAnythingWasAnswered) {
  exchange_with("", [](ClientExchange& exchange, const Result<>& done, ClientPool&) -> Task<> {
    EXPECT_FALSE(done);
    EXPECT_FALSE(exchange.has_answer());
    co_return;
  });
  exchange_with("H", [](ClientExchange& exchange, const Result<>& done, ClientPool&) -> Task<> {
    EXPECT_FALSE(done);
    EXPECT_TRUE(exchange.has_answer());
    co_return;
  });
}

TEST(ClientExchange, GivesTheConnectionBackWithTheBodysLastByte) {
  exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                [](ClientExchange& exchange, const Result<>& done, ClientPool& pool) -> Task<> {
                  EXPECT_TRUE(done);
                  EXPECT_EQ(pool.at("http://h:80").idle.size(), 1U);
                  EXPECT_EQ(*co_await exchange.read(), "ok");
                  EXPECT_EQ(*co_await exchange.read(), "");
                  EXPECT_EQ(*co_await exchange.read(), "");
                });
}

TEST(ClientExchange, GivesWithoutWaitingWhatIsThere) {
  exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                [](ClientExchange& exchange, const Result<>& done, ClientPool&) -> Task<> {
                  EXPECT_TRUE(done);
                  EXPECT_EQ(**exchange.try_read_all(2), "ok");
                  EXPECT_EQ(**exchange.try_read(), "");
                  co_return;
                });
  exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                [](ClientExchange& exchange, const Result<>&, ClientPool&) -> Task<> {
                  EXPECT_EQ(exchange.try_read_all(1)->error().code, Errc::too_large);
                  co_return;
                });
  exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",
                [](ClientExchange& exchange, const Result<>&, ClientPool&) -> Task<> {
                  EXPECT_FALSE(exchange.try_read_all(9));
                  EXPECT_EQ(**exchange.try_read(), "cut");
                  // Only `read` can tell that the end has come too soon.
                  EXPECT_FALSE(exchange.try_read());
                  EXPECT_EQ((co_await exchange.read()).error().code, Errc::upstream_failed);
                  EXPECT_EQ(exchange.try_read()->error().code, Errc::upstream_failed);
                  EXPECT_EQ(exchange.try_read_all(9)->error().code, Errc::upstream_failed);
                });
}

TEST(ClientExchange, GivesItsHeadAwayToWhoAsksLast) {
  exchange_with("HTTP/1.1 201 Created\r\nA: b\r\nContent-Length: 2\r\n\r\nok",
                [](ClientExchange& exchange, const Result<>&, ClientPool&) -> Task<> {
                  const auto head = exchange.take_head();
                  EXPECT_EQ(head.status, 201);
                  EXPECT_EQ(head.headers.get("a"), "b");
                  EXPECT_EQ(exchange.head().headers.size(), 0U);
                  EXPECT_EQ(*co_await exchange.read(), "ok");
                });
}

TEST(ClientExchange, RepeatsAnErrorForEver) {
  exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",
                [](ClientExchange& exchange, const Result<>& done, ClientPool& pool) -> Task<> {
                  EXPECT_TRUE(done);
                  EXPECT_EQ(*co_await exchange.read(), "cut");
                  for (int round = 0; round < 3; ++round) {
                    EXPECT_EQ((co_await exchange.read()).error().code, Errc::upstream_failed);
                  }
                  EXPECT_EQ(pool.at("http://h:80").idle.size(), 0U);
                });
}

// A server that refuses a body answers and closes; the answer is good, the connection is not.
TEST(ClientExchange, KeepsNoConnectionThatTookOnlyPartOfTheRequest) {
  testkit::run([](async::Loop& loop) -> Task<> {
    auto [ours, theirs] = async::memory_pair(loop);
    const std::array<std::string_view, 1> pieces{
        "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno"};
    EXPECT_TRUE(co_await theirs->write(pieces));
    theirs.reset();
    const auto pool = std::make_shared<ClientPool>(loop, ClientConfig{});
    auto& origin = pool->at("http://h:80");
    ClientExchange exchange(pool, origin, *origin.gate.try_enter());
    const RequestTemplate form("POST", *Url::parse("http://h/"), {});
    const SettledRequest request{.form = &form, .body = "question"};
    EXPECT_TRUE(co_await exchange.run(request, std::move(ours)));
    EXPECT_EQ(exchange.head().status, 413);
    EXPECT_EQ(*co_await exchange.read_all(10), "no");
    EXPECT_EQ(pool->at("http://h:80").idle.size(), 0U);
  });
}

/// What has arrived is what the test says, and it knows what to wait on, as a socket does.
class PlainStream final : public async::ByteStream {
 public:
  explicit PlainStream(async::Loop& loop) : readiness_(loop) {}

  void arrive(std::string_view bytes) {
    bytes_ += bytes;
    readiness_.open(async::Way::read);
  }

  Task<Result<>> readable() override { co_return co_await readiness_.wait(async::Way::read); }
  async::Readiness* plain_readiness() override { return &readiness_; }
  std::optional<Result<std::size_t>> try_read(std::span<char> into) override {
    readiness_.close(async::Way::read);
    if (bytes_.empty()) return std::nullopt;
    const auto size = bytes_.copy(into.data(), into.size());
    bytes_.erase(0, size);
    return size;
  }
  Task<Result<std::size_t>> read(std::span<char> into) override {
    while (true) {
      if (auto size = try_read(into)) co_return std::move(*size);
      if (auto ready = co_await readable(); !ready) co_return std::move(ready.error());
    }
  }
  Task<Result<>> write(std::span<const std::string_view>) override {
    return Task<Result<>>::done();
  }
  Task<Result<>> finish() override { return Task<Result<>>::done(); }
  void reset_on_close() override {}
  async::Event& ending() override { return readiness_.ending(); }
  void set_deadline(TimePoint moment) override { readiness_.set_deadline(moment); }

 private:
  async::Readiness readiness_;
  std::string bytes_;
};

Task<> next_piece(ClientExchange* exchange, std::optional<Result<std::string>>* piece,
                  bool* has_returned) {
  *has_returned = false;
  *piece = co_await NextPiece(*exchange);
  *has_returned = true;
}

/// An exchange over a `PlainStream` whose answer's head has come, with `first` behind it.
template <typename Test>
void stream_with(std::string first, Test test) {
  testkit::run([&](async::Loop& loop) -> Task<> {
    auto owned = std::make_unique<PlainStream>(loop);
    auto& stream = *owned;
    stream.arrive("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + first);
    const auto pool = std::make_shared<ClientPool>(loop, ClientConfig{});
    auto& origin = pool->at("http://h:80");
    ClientExchange exchange(pool, origin, *origin.gate.try_enter());
    const RequestTemplate form("POST", *Url::parse("http://h/"), {});
    const SettledRequest request{
        .form = &form, .body = "question", .waits = {.chunk_max = std::chrono::seconds(60)}};
    EXPECT_TRUE(co_await exchange.run(request, std::move(owned)));
    co_await test(loop, exchange, stream);
  });
}

TEST(NextPiece, IsWhatReadWouldGive) {
  stream_with("2\r\nab\r\n",
              [](async::Loop& loop, ClientExchange& exchange, PlainStream& stream) -> Task<> {
                EXPECT_EQ(**co_await NextPiece(exchange), "ab");
                async::Scope scope(loop);
                std::optional<Result<std::string>> piece;
                bool has_returned = false;
                // Woken too early: by nothing, and by half of a chunk's size.
                for (const auto* const half : {"", "2"}) {
                  scope.spawn(next_piece(&exchange, &piece, &has_returned));
                  co_await loop.sleep(std::chrono::seconds(50));
                  EXPECT_FALSE(has_returned);
                  stream.arrive(half);
                  co_await scope.join();
                  EXPECT_FALSE(piece) << half;
                }
                scope.spawn(next_piece(&exchange, &piece, &has_returned));
                co_await loop.sleep(std::chrono::seconds(50));
                stream.arrive("\r\ncd\r\n0\r\n\r\n");
                co_await scope.join();
                EXPECT_EQ(**piece, "cd");
                EXPECT_EQ(**co_await NextPiece(exchange), "");
                EXPECT_EQ(**co_await NextPiece(exchange), "");
              });
}

TEST(NextPiece, IsAnErrorWhereNoneComesInTime) {
  stream_with("", [](async::Loop& loop, ClientExchange& exchange, PlainStream&) -> Task<> {
    const auto began = loop.now();
    for (int again = 0; again < 2; ++again) {
      const auto piece = co_await NextPiece(exchange);
      EXPECT_EQ(piece->error().code, Errc::deadline_exceeded);
      EXPECT_EQ(piece->error().message, "The upstream took too long.");
    }
    EXPECT_EQ(loop.now() - began, std::chrono::seconds(60));
  });
}

TEST(NextPiece, MayBeGivenUpWhileItIsAwaited) {
  stream_with("", [](async::Loop& loop, ClientExchange& exchange, PlainStream& stream) -> Task<> {
    std::optional<Result<std::string>> piece;
    bool has_returned = false;
    {
      async::Scope scope(loop);
      scope.spawn(next_piece(&exchange, &piece, &has_returned));
      co_await loop.sleep(std::chrono::seconds(1));
    }
    stream.arrive("1\r\nx\r\n");
    co_await loop.sleep(std::chrono::seconds(1));
    EXPECT_FALSE(has_returned);
    EXPECT_EQ(**co_await NextPiece(exchange), "x");
  });
}

TEST(NextPiece, AsksTheStreamThatAloneCanTell) {
  exchange_with("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",
                [](ClientExchange& exchange, const Result<>&, ClientPool&) -> Task<> {
                  EXPECT_EQ(**co_await NextPiece(exchange), "cut");
                  const auto last = co_await NextPiece(exchange);
                  EXPECT_EQ(last.value().error().code, Errc::upstream_failed);
                });
}

}  // namespace
}  // namespace quorum::http
