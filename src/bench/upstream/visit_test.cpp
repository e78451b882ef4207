#include "bench/upstream/visit.hpp"

#include <gtest/gtest.h>

#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "bench/stamp.hpp"
#include "testkit/run.hpp"

namespace quorum::bench {
namespace {

using std::chrono::milliseconds;

std::string post(std::string_view path, std::string_view body, std::string_view fields = "") {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(fields) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string chat(std::string_view model, std::string_view stream = "true") {
  return post("/v1/chat/completions",
              R"({"model":")" + std::string(model) + R"(","stream":)" + std::string(stream) +
                  R"(,"messages":[{"role":"user","content":"qa:000000000000002a;"}]})");
}

struct Seen {
  std::string bytes{};
  bool is_reset = false;
  bool is_ended = false;
  std::string state{};
  Duration took{};
};

struct Patience {
  milliseconds read_for{60'000};  ///< Then the client leaves.
};

/// As the provider does: the connection ends with the visit.
Task<> serve(Provider* provider, std::unique_ptr<async::ByteStream> stream) {
  Visit visit(*provider, std::move(stream));
  co_await visit.run();
}

/// Sends `request` and reads until the other side ends or patience does.
Task<Seen> tell(async::Loop& loop, UpstreamConfig config, std::string request, Patience patience) {
  Provider provider(loop, std::move(config));
  auto [client, server] = async::memory_pair(loop);
  const auto begin = loop.now();
  async::Scope scope(loop);
  scope.spawn(serve(&provider, std::move(server)));
  Seen seen;
  const std::array pieces{std::string_view(request)};
  (void)co_await client->write(pieces);
  client->set_deadline(begin + patience.read_for);
  while (true) {
    std::array<char, 4096> buffer;
    const auto size = co_await client->read(buffer);
    if (!size && size.error().code == Errc::deadline_exceeded) break;
    seen.is_reset = !size;
    seen.is_ended = size && *size == 0;
    if (!size || *size == 0) break;
    seen.bytes.append(buffer.data(), *size);
  }
  seen.took = loop.now() - begin;
  client.reset();
  co_await loop.sleep(milliseconds{1});
  seen.state = provider.counters.json();
  co_return seen;
}

Seen run(std::string request, UpstreamConfig config = {}, Patience patience = {}) {
  return testkit::run([&](async::Loop& loop) { return tell(loop, config, request, patience); });
}

bool has(const Seen& seen, std::string_view text) {
  return seen.bytes.find(text) != std::string::npos;
}

std::size_t events_in(std::string_view bytes) {
  std::size_t count = 0;
  for (auto found = find_stamp(bytes); found; found = find_stamp(bytes, found->at + 1)) {
    EXPECT_EQ(found->stamp.event, count);
    EXPECT_EQ(found->stamp.ask, 42u);
    ++count;
  }
  return count;
}

TEST(Visit, TellsAStreamAtItsPace) {
  const auto seen = run(chat("m-events-5-gap-20"));
  EXPECT_TRUE(seen.bytes.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(events_in(seen.bytes), 5u);
  EXPECT_TRUE(has(seen, "data: [DONE]\n\n\r\n0\r\n\r\n"));
  EXPECT_NE(seen.state.find(R"("requests":1,"events":5,"answers":1,"streams":0,"cancelled":0)"),
            std::string::npos)
      << seen.state;
}

TEST(Visit, AWholeAnswerRepeatsTheRequestsNumber) {
  const auto seen = run(chat("m", "false") + chat("m", "false"));
  EXPECT_EQ(find_stamp(seen.bytes)->stamp.ask, 42u);
  EXPECT_NE(seen.state.find(R"("answers":2)"), std::string::npos) << "and the connection is kept";
}

TEST(Visit, RefusesInTheDialectsWords) {
  const auto seen = run(chat("m-fault-429"));
  EXPECT_TRUE(seen.bytes.starts_with("HTTP/1.1 429 "));
  EXPECT_TRUE(has(seen, "\r\nRetry-After: 1\r\n"));
  EXPECT_TRUE(has(seen, R"("error":{)"));
  EXPECT_TRUE(run(chat("m-fault-500")).bytes.starts_with("HTTP/1.1 500 "));
  EXPECT_TRUE(run(chat("m-fault-503")).bytes.starts_with("HTTP/1.1 503 "));
}

TEST(Visit, AFaultMayBeAskedForInAHeader) {
  const auto request = post("/v1/messages", R"({"model":"m","max_tokens":5,"messages":[]})",
                            "X-Bench: fault-503\r\n");
  // In Anthropic's words.
  EXPECT_TRUE(run(request).bytes.starts_with("HTTP/1.1 529 "));
}

TEST(Visit, LateFaultsComeAfterSoManyEvents) {
  for (const auto* fault : {"cut", "noise", "unfinished", "error", "half-open", "babble"}) {
    const auto seen = run(chat("m-gap-1-after-2-fault-" + std::string(fault)));
    const std::size_t events = events_in(seen.bytes.substr(0, seen.bytes.find("\"error\"")));
    EXPECT_EQ(events, 2u) << fault;
    EXPECT_FALSE(has(seen, "[DONE]")) << fault;
    EXPECT_TRUE(seen.is_ended) << fault;
    const bool is_body_whole = seen.bytes.ends_with("\r\n0\r\n\r\n");
    EXPECT_EQ(is_body_whole,
              std::string_view("unfinished error babble").find(fault) != std::string_view::npos)
        << fault;
  }
}

TEST(Visit, AResetIsNoEnd) {
  const auto seen = run(chat("m-fault-reset-after-1-gap-1"));
  EXPECT_TRUE(seen.is_reset);
  EXPECT_EQ(events_in(seen.bytes), 1u);
}

TEST(Visit, AWholeAnswerIsBrokenAmidstItsBody) {
  for (const auto* fault : {"cut", "reset"}) {
    const auto seen = run(chat("m-fault-" + std::string(fault), "false"));
    EXPECT_TRUE(has(seen, "\r\n\r\n{")) << fault;
    EXPECT_FALSE(seen.bytes.ends_with("}")) << fault;
    EXPECT_TRUE(seen.is_ended || seen.is_reset) << fault;
  }
}

TEST(Visit, SilenceLastsUntilTheClientLeaves) {
  for (const auto* fault : {"stall", "pause"}) {
    const auto seen = run(chat("m-gap-0-fault-" + std::string(fault)), {}, {milliseconds{5'000}});
    EXPECT_FALSE(seen.is_ended || seen.is_reset) << fault;
    EXPECT_EQ(seen.bytes.empty(), std::string_view(fault) == "stall");
    EXPECT_NE(seen.state.find(R"("streams":0,"cancelled":1)"), std::string::npos) << seen.state;
  }
}

TEST(Visit, AClientThatLeavesIsCounted) {
  const auto seen = run(chat("m-events-0-gap-10"), {}, {milliseconds{95}});
  EXPECT_EQ(events_in(seen.bytes), 10u);
  EXPECT_NE(seen.state.find(R"("cancelled":1,"cancelled_ns":[)"), std::string::npos);
}

TEST(Visit, DripsAByteAtATime) {
  const auto seen = run(chat("m-fault-drip", "false"));
  EXPECT_TRUE(seen.bytes.ends_with("}"));
  EXPECT_GE(seen.took, milliseconds{seen.bytes.size() - 1});
}

TEST(Visit, ChanceDecidesWhereNobodyAsks) {
  UpstreamConfig config;
  Provider provider(*async::Loop::simulated(1), config);
  EXPECT_EQ(provider.dice.roll(), Fault::none);
  EXPECT_TRUE(
      run(chat("m"), {.only = find_wording("anthropic")}).bytes.starts_with("HTTP/1.1 404"));
}

TEST(Visit, OtherPathsSayWhatTheyAre) {
  EXPECT_TRUE(has(run("GET /bench/state HTTP/1.1\r\nHost: x\r\n\r\n"), R"("connections":1)"));
  EXPECT_TRUE(has(run("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n"), R"("data":[])"));
  EXPECT_TRUE(run("GET /x HTTP/1.1\r\nHost: x\r\n\r\n").bytes.starts_with("HTTP/1.1 404"));
  EXPECT_TRUE(run(post("/x", "{}")).bytes.starts_with("HTTP/1.1 404"));
  EXPECT_TRUE(run(post("/v1/messages", "[")).bytes.starts_with("HTTP/1.1 400"));
}

}  // namespace
}  // namespace quorum::bench
