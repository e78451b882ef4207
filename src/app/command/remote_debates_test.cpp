#include "app/command/remote_debates.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <optional>
#include <vector>

#include "testkit/run.hpp"

namespace quorum::app {
namespace {

using Strings = std::vector<std::string>;

/// What one exchange gives: an answer in pieces, which may break off, or no answer at all.
struct Exchange {
  int status = 200;
  Strings pieces{};
  bool is_cut = false;
  std::optional<Error> refusal{};
};

class FakeResponse final : public http::ClientResponse {
 public:
  explicit FakeResponse(Exchange exchange) : exchange_(std::move(exchange)) {
    head_.status = exchange_.status;
  }

  const http::ResponseHead& head() const override { return head_; }

  Task<Result<std::string>> read() override {
    if (at_ < exchange_.pieces.size()) co_return exchange_.pieces[at_++];
    if (exchange_.is_cut) co_return Error{.code = Errc::upstream_failed, .message = "cut"};
    co_return std::string();
  }

  Task<Result<std::string>> read_all(std::size_t) override {
    std::string all;
    for (const auto& piece : exchange_.pieces) all += piece;
    co_return all;
  }

 private:
  Exchange exchange_;
  http::ResponseHead head_{};
  std::size_t at_ = 0;
};

class FakeClient final : public http::Client {
 public:
  std::deque<Exchange> exchanges{};
  std::vector<http::ClientRequest> requests{};

  Task<Result<std::unique_ptr<http::ClientResponse>>> send(http::ClientRequest request) override {
    requests.push_back(std::move(request));
    if (exchanges.empty()) {
      co_return Error{.code = Errc::unavailable, .message = "connection refused"};
    }
    auto exchange = std::move(exchanges.front());
    exchanges.pop_front();
    if (exchange.refusal) co_return *exchange.refusal;
    co_return std::make_unique<FakeResponse>(std::move(exchange));
  }
};

class RemoteDebatesTest : public testing::Test {
 protected:
  RemoteDebatesTest() : debates_(client_, *http::Url::parse("http://127.0.0.1:8000")) {}

  /// `1 2 3`: the events that a reader gives from `after_seq` on, then how it ended.
  std::string watched(std::uint64_t after_seq = 0) {
    return testkit::run([&](async::Loop& loop) { return watch(&loop, after_seq); });
  }

  template <typename Make>
  auto call(Make make) {
    return testkit::run(make);
  }

  FakeClient client_;
  RemoteDebates debates_;

 private:
  Task<std::string> watch(async::Loop* loop, std::uint64_t after_seq) {
    auto reader = co_await debates_.watch(*loop, "dbt_1", after_seq);
    if (!reader) co_return reader.error().message;
    std::string seen;
    while (true) {
      const auto events = co_await (*reader)->next();
      if (!events) co_return seen + events.error().message;
      if (!*events) co_return seen + "end";
      for (const auto& event : **events) seen += std::to_string(event.seq) + event.data + " ";
    }
  }
};

std::string event(int id, const std::string& name = "turn.delta") {
  return "id: " + std::to_string(id) + "\nevent: " + name + "\ndata: {}\n\n";
}

TEST_F(RemoteDebatesTest, StartsADebate) {
  client_.exchanges = {{.status = 201, .pieces = {R"({"id":"dbt_9","status":"running"})"}}};
  const auto started = call([&](async::Loop& loop) {
    return debates_.start(loop, {.question = "Tea or coffee?",
                                 .seats = {{.model = "a", .position = "Tea"}, {.model = "b"}},
                                 .rounds = 3});
  });
  ASSERT_TRUE(started);
  EXPECT_EQ(started->id, "dbt_9");
  ASSERT_EQ(client_.requests.size(), 1U);
  EXPECT_EQ(client_.requests[0].method, "POST");
  EXPECT_EQ(client_.requests[0].url.target, "/v1/debates");
  EXPECT_NE(client_.requests[0].body.find(R"("question":"Tea or coffee?")"), std::string::npos);
}

TEST_F(RemoteDebatesTest, TellsARefusalInTheServersWords) {
  const auto error = read_refusal(
      422, R"({"error":{"message":"`rounds` must be 1 to 10.","param":"rounds","code":null}})");
  EXPECT_EQ(error.code, Errc::invalid_request);
  EXPECT_EQ(error.message, "`rounds` must be 1 to 10.");
  EXPECT_EQ(error.field, "rounds");
  EXPECT_EQ(read_refusal(429, R"({"error":{"code":"insufficient_quota"}})").code,
            Errc::budget_exceeded);
  EXPECT_EQ(read_refusal(429, R"({"error":{"code":"rate_limit_exceeded"}})").code,
            Errc::rate_limited);
  EXPECT_EQ(read_refusal(401, "{}").code, Errc::unauthenticated);
  EXPECT_EQ(read_refusal(502, "<html>").message, "The server answered 502 without saying why.");
}

TEST_F(RemoteDebatesTest, ReadsEventsInWhateverPiecesTheyCome) {
  const auto stream =
      event(1, "debate.started") + ": ping\n\n" + event(2) + event(3, "debate.completed");
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    client_.exchanges = {{.pieces = {stream.substr(0, cut) + "", stream.substr(cut)}}};
    std::erase(client_.exchanges[0].pieces, "");
    EXPECT_EQ(watched(), "1{} 2{} 3{} end") << "cut at byte " << cut;
  }
}

TEST_F(RemoteDebatesTest, GoesOnAfterTheLastEventItSaw) {
  client_.exchanges = {{.pieces = {event(1) + event(2) + "id: 3\nda"}, .is_cut = true},
                       {.refusal = Error{.code = Errc::unavailable, .message = "refused"}},
                       {.pieces = {event(2) + event(3)}, .is_cut = true},
                       {.pieces = {event(4, "debate.failed")}}};
  EXPECT_EQ(watched(), "1{} 2{} 3{} 4{} end");
  ASSERT_EQ(client_.requests.size(), 4U);
  EXPECT_EQ(client_.requests[0].headers.get("last-event-id"), std::nullopt);
  EXPECT_EQ(client_.requests[1].headers.get("last-event-id"), "2");
  EXPECT_EQ(client_.requests[3].headers.get("last-event-id"), "3");
  EXPECT_EQ(client_.requests[0].url.target, "/v1/debates/dbt_1/events");
}

// A server that drains ends its streams cleanly: the debate is not over for that.
TEST_F(RemoteDebatesTest, ReconnectsAfterACleanEndInTheMiddle) {
  client_.exchanges = {{.pieces = {event(1)}}, {.pieces = {event(2, "debate.cancelled")}}};
  EXPECT_EQ(watched(), "1{} 2{} end");
}

TEST_F(RemoteDebatesTest, GivesUpOnAServerThatStaysAway) {
  client_.exchanges = {{.pieces = {event(1)}, .is_cut = true}};
  EXPECT_EQ(watched(), "1{} connection refused");
  EXPECT_EQ(client_.requests.size(), 12U);
}

// A bad line that lets something through now and then is no server that stays away.
TEST_F(RemoteDebatesTest, ForgetsFailuresOnceAnEventHasCome) {
  std::string expected;
  for (int id = 1; id <= 20; ++id) {
    client_.exchanges.push_back({.pieces = {event(id)}, .is_cut = true});
    expected += std::to_string(id) + "{} ";
  }
  client_.exchanges.push_back({.pieces = {event(21, "debate.completed")}});
  EXPECT_EQ(watched(), expected + "21{} end");
}

TEST_F(RemoteDebatesTest, DoesNotWaitForADebateThatIsNotThere) {
  client_.exchanges = {
      {.status = 404, .pieces = {R"({"error":{"message":"There is no debate dbt_1."}})"}}};
  EXPECT_EQ(watched(), "There is no debate dbt_1.");
  EXPECT_EQ(client_.requests.size(), 1U);
}

TEST_F(RemoteDebatesTest, KeepsAnIdInsideItsPath) {
  client_.exchanges = {{.pieces = {"{}"}}, {.pieces = {"{}"}}};
  ASSERT_TRUE(call([&](async::Loop& loop) { return debates_.show(loop, "../a?b"); }));
  ASSERT_TRUE(call(
      [&](async::Loop& loop) { return debates_.command(loop, "dbt_1", debate::Command::resume); }));
  EXPECT_EQ(client_.requests[0].url.target, "/v1/debates/%2E%2E%2Fa%3Fb");
  EXPECT_EQ(client_.requests[1].url.target, "/v1/debates/dbt_1/resume");
}

TEST_F(RemoteDebatesTest, KnowsAQuorumServer) {
  const auto is_there = [&](std::string body) {
    client_.exchanges = {{.pieces = {std::move(body)}}};
    return call([&](async::Loop&) { return debates_.is_there(); });
  };
  EXPECT_TRUE(is_there(R"({"status":"healthy","version":"1","openai_configured":false})"));
  EXPECT_FALSE(is_there(R"({"status":"healthy"})"));
  EXPECT_FALSE(is_there("ok"));
  EXPECT_FALSE(call([&](async::Loop&) { return debates_.is_there(); }));
}

}  // namespace
}  // namespace quorum::app
