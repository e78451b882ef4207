#include "http/h2/client.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "http/h2/server_connection.hpp"
#include "http/server_connection.hpp"
#include "testkit/run.hpp"

namespace quorum::h2 {
namespace {

using namespace std::chrono_literals;

const http::ClientConfig kEverywhere{.http2 = http::Http2::prior_knowledge};

/// An upstream in simulated time: answers by path, and notes what became of the handlers.
class Upstreams final : public http::Connector, private http::Handler {
 public:
  explicit Upstreams(async::Loop& loop, http::ServerConfig config = {})
      : shared(loop, *this, std::move(config)), serving(loop), loop_(loop) {}

  Task<Result<std::unique_ptr<async::ByteStream>>> connect(http::Url url, TimePoint) override {
    auto [ours, theirs] = async::memory_pair(loop_);
    if (url.scheme == "https") {
      serving.spawn(serve_http1(std::move(ours)));
    } else {
      connections.push_back(std::make_unique<ServerConnection>(shared, std::move(ours),
                                                               http::Peer{.address = "test"}, ""));
      serving.spawn(connections.back()->run());
    }
    co_await loop_.sleep(1ms);
    made += 1;
    co_return std::move(theirs);
  }

  http::ServerShared shared;
  std::vector<std::unique_ptr<ServerConnection>> connections;
  async::Scope serving;
  int made = 0;
  int running = 0;
  int asked = 0;
  std::size_t pieces_written = 0;

 private:
  struct Guard {
    explicit Guard(Upstreams& all) : owner(all) { ++owner.running; }
    ~Guard() { --owner.running; }
    Upstreams& owner;
  };

  Task<> serve_http1(std::unique_ptr<async::ByteStream> stream) {
    http::ServerConnection connection(shared, std::move(stream), {.address = "test"});
    co_await connection.run();
  }

  Task<> handle(http::Request request, http::Responder& responder) override {
    const Guard guard(*this);
    asked += 1;
    const auto path = std::string(request.head.path());
    if (path == "/slow") co_await loop_.sleep(20s);
    if (path == "/broken") EXPECT_TRUE(co_await responder.start_with({}, "begun"));
    if (path == "/stall") {
      EXPECT_TRUE(co_await responder.start_with({}, "begun"));
      co_await loop_.sleep(1h);
    }
    if (path == "/endless") {
      const std::string piece(10'000, 'x');
      auto written = co_await responder.start({});
      while (written) {
        written = co_await responder.write(piece);
        pieces_written += 1;
      }
    }
    if (path != "/" && path != "/slow") co_return;
    http::Response response;
    response.body = request.head.method + " " + request.body;
    (void)co_await responder.send(std::move(response));
  }
  http::Response refuse(const http::RequestHead&, int status, std::string_view) override {
    return {.head = {.status = status}};
  }

  async::Loop& loop_;
};

http::ClientRequest to(const std::string& path, std::string body = "",
                       const std::string& scheme = "http") {
  http::ClientRequest request;
  request.url = *http::Url::parse(scheme + "://upstream" + path);
  request.body = std::move(body);
  return request;
}

/// The answer's body, or the error's name.
Task<> ask(http::Client* client, http::ClientRequest request, std::string* answer) {
  auto response = co_await client->send(std::move(request));
  if (!response) {
    *answer = name(response.error().code);
    co_return;
  }
  auto body = co_await (*response)->read_all(16 << 20);
  *answer = body ? *body : "begun, then " + std::string(name(body.error().code));
}

TEST(Client, SharesOneConnectionAmongItsRequests) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Upstreams upstreams(loop);
    const auto client = create_client(loop, kEverywhere, upstreams);
    std::vector<std::string> answers(50);
    async::Scope asking(loop);
    for (auto& answer : answers) asking.spawn(ask(client.get(), to("/", "question"), &answer));
    std::string large;
    asking.spawn(ask(client.get(), to("/", std::string(2 << 20, 'x')), &large));
    co_await asking.join();
    for (const auto& answer : answers) EXPECT_EQ(answer, "POST question");
    EXPECT_EQ(large.size(), (2U << 20) + 5);
    EXPECT_EQ(upstreams.made, 1);
  });
}

TEST(Client, OpensAnotherWhereOneIsFull) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Upstreams upstreams(loop, {.streams_max = 2});
    const auto client = create_client(loop, kEverywhere, upstreams);
    std::vector<std::string> answers(6);
    async::Scope asking(loop);
    asking.spawn(ask(client.get(), to("/"), &answers[0]));
    co_await asking.join();
    for (auto& answer : answers) asking.spawn(ask(client.get(), to("/slow"), &answer));
    co_await asking.join();
    for (const auto& answer : answers) EXPECT_EQ(answer, "POST ");
    EXPECT_LE(upstreams.made, 3);
    EXPECT_GE(upstreams.made, 2);
  });
}

TEST(Client, SpeaksHttp1WhereNothingElseWasAgreed) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Upstreams upstreams(loop);
    const auto client = create_client(loop, {.http2 = http::Http2::automatic}, upstreams);
    for (int count = 0; count < 3; ++count) {
      std::string answer;
      co_await ask(client.get(), to("/", "question", "https"), &answer);
      EXPECT_EQ(answer, "POST question");
    }
    EXPECT_EQ(upstreams.made, 1);
  });
}

TEST(Client, SendsWhatIsSettledWhateverIsSpoken) {
  for (const auto http2 : {http::Http2::automatic, http::Http2::prior_knowledge}) {
    testkit::run([&](async::Loop& loop) -> Task<> {
      Upstreams upstreams(loop);
      const auto client = create_client(loop, {.http2 = http2}, upstreams);
      const std::string scheme = http2 == http::Http2::automatic ? "https" : "http";
      const http::RequestTemplate form("PUT", to("/", "", scheme).url, {});
      const http::SettledRequest settled{.form = &form, .body = "question"};
      for (int count = 0; count < 2; ++count) {
        auto answer = co_await client->send_settled(settled);
        EXPECT_EQ(*co_await (*answer)->read_all(100), "PUT question");
      }
      EXPECT_EQ(upstreams.made, 1);
    });
  }
}

TEST(Client, TellsABrokenAnswerFromAWholeOne) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Upstreams upstreams(loop);
    const auto client = create_client(loop, kEverywhere, upstreams);
    std::string broken;
    co_await ask(client.get(), to("/broken"), &broken);
    EXPECT_EQ(broken, "begun, then upstream_failed");
    std::string whole;
    co_await ask(client.get(), to("/"), &whole);
    EXPECT_EQ(whole, "POST ");
    EXPECT_EQ(upstreams.made, 1);
  });
}

TEST(Client, WaitsNoLongerThanItWasTold) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Upstreams upstreams(loop);
    const auto client = create_client(loop, kEverywhere, upstreams);
    std::string answer;
    auto late = to("/slow");
    late.waits.head_max = 5s;
    co_await ask(client.get(), std::move(late), &answer);
    EXPECT_EQ(answer, "deadline_exceeded");
    co_await loop.sleep(1ms);
    EXPECT_EQ(upstreams.running, 0);

    auto stalled = to("/stall");
    stalled.waits.chunk_max = 5s;
    co_await ask(client.get(), std::move(stalled), &answer);
    EXPECT_EQ(answer, "begun, then deadline_exceeded");
    co_await loop.sleep(1ms);
    EXPECT_EQ(upstreams.running, 0);
    EXPECT_EQ(upstreams.made, 1);
  });
}

TEST(Client, ResetsOnlyTheStreamOfAnAnswerThatIsDropped) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Upstreams upstreams(loop);
    const auto client = create_client(loop, kEverywhere, upstreams);
    std::string other;
    async::Scope asking(loop);
    asking.spawn(ask(client.get(), to("/slow"), &other));
    auto dropped = co_await client->send(to("/stall"));
    EXPECT_TRUE(dropped);
    EXPECT_EQ(upstreams.running, 2);
    dropped->reset();
    co_await loop.sleep(1ms);
    EXPECT_EQ(upstreams.running, 1);
    co_await asking.join();
    EXPECT_EQ(other, "POST ");
    EXPECT_EQ(upstreams.made, 1);
  });
}

TEST(Client, LetsASlowReaderSlowItsOwnUpstreamOnly) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Upstreams upstreams(loop);
    const auto client = create_client(loop, kEverywhere, upstreams);
    auto slow = co_await client->send(to("/endless"));
    EXPECT_TRUE(slow);
    co_await loop.sleep(10s);
    EXPECT_LE(upstreams.pieces_written, 27U);  // The window's 256 KB, in pieces of 10,000.
    std::string other;
    co_await ask(client.get(), to("/", std::string(1 << 20, 'x')), &other);
    EXPECT_EQ(other.size(), (1U << 20) + 5);
    EXPECT_LE(upstreams.pieces_written, 27U);
    EXPECT_EQ((co_await (*slow)->read())->size(), 256U << 10);
    co_await loop.sleep(1ms);
    EXPECT_GT(upstreams.pieces_written, 27U);
  });
}

TEST(Client, LeavesAConnectionThatIsGoingAway) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Upstreams upstreams(loop);
    const auto client = create_client(loop, kEverywhere, upstreams);
    std::string first;
    std::string second;
    async::Scope asking(loop);
    asking.spawn(ask(client.get(), to("/slow"), &first));
    co_await loop.sleep(1s);
    upstreams.connections.front()->drain();
    co_await loop.sleep(1s);
    co_await ask(client.get(), to("/"), &second);
    EXPECT_EQ(second, "POST ");
    EXPECT_EQ(upstreams.made, 2);
    co_await asking.join();
    EXPECT_EQ(first, "POST ");
  });
}

TEST(Client, RepeatsWhatNobodyHasDoneAndNothingElse) {
  testkit::run([](async::Loop& loop) -> Task<> {
    // Twice as many may run as are counted, then streams are refused.
    Upstreams upstreams(loop);
    const auto client = create_client(loop, kEverywhere, upstreams);
    std::string posted;
    std::string got;
    auto get = to("/slow");
    get.method = "GET";
    async::Scope asking(loop);
    asking.spawn(ask(client.get(), to("/slow"), &posted));
    asking.spawn(ask(client.get(), std::move(get), &got));
    co_await loop.sleep(1s);
    upstreams.serving.cancel();  // All connections are cut.
    upstreams.connections.clear();
    co_await asking.join();
    EXPECT_EQ(posted, "upstream_failed");
    EXPECT_EQ(got, "GET ");
    EXPECT_EQ(upstreams.asked, 3);
  });
}

TEST(Client, ClosesWhatIsIdle) {
  testkit::run([](async::Loop& loop) -> Task<> {
    Upstreams upstreams(loop);
    const auto client = create_client(
        loop, {.idle_wait_max = 30s, .http2 = http::Http2::prior_knowledge}, upstreams);
    std::string answer;
    co_await ask(client.get(), to("/"), &answer);
    co_await loop.sleep(29s);
    EXPECT_EQ(upstreams.serving.size(), 1U);
    co_await loop.sleep(3s);
    EXPECT_EQ(upstreams.serving.size(), 0U);
    co_await ask(client.get(), to("/"), &answer);
    EXPECT_EQ(answer, "POST ");
    EXPECT_EQ(upstreams.made, 2);
  });
}

}  // namespace
}  // namespace quorum::h2
