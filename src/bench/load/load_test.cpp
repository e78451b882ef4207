#include "bench/load/load.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "bench/upstream/upstream.hpp"

namespace quorum::bench {
namespace {

using dialects::Delivery;
using std::chrono::milliseconds;

/// A fake provider on a thread of its own.
class Served {
 public:
  explicit Served(UpstreamConfig config) {
    std::promise<std::uint16_t> ready;
    auto listening = ready.get_future();
    thread_ = std::jthread([this, &ready, config] {
      const auto loop = std::move(*async::Loop::create());
      const auto upstream = std::move(*Upstream::listen(*loop, config));
      loop_ = loop.get();
      ready.set_value(upstream->port());
      loop->run();
    });
    port = listening.get();
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  ~Served() { loop_->stop(); }

  std::uint16_t port = 0;

 private:
  async::Loop* loop_ = nullptr;
  std::jthread thread_;
};

std::unique_ptr<LoadResult> load(LoadConfig config, UpstreamConfig upstream = {}) {
  const Served served(upstream);
  config.port = served.port;
  // A bound that only a real fault reaches: the number of requests ends it.
  config.duration = milliseconds{30'000};
  auto result = run_load(config);
  EXPECT_TRUE(result) << result.error().message;
  return std::move(*result);
}

TEST(Load, EveryDialectIsAskedAndHeard) {
  for (const auto& wording : wordings()) {
    if (wording.name == "ollama-generate") continue;
    for (const auto delivery : {Delivery::whole, Delivery::streamed}) {
      const auto result = load({.wording = &wording,
                                .question = {.model = "gpt-4-events-5-gap-0", .delivery = delivery},
                                .connections = 4,
                                .requests_max = 20});
      EXPECT_EQ(result->tally.answers, 20u) << wording.name << result->tally.example;
      EXPECT_EQ(result->tally.events, delivery == Delivery::streamed ? 100u : 0u) << wording.name;
      EXPECT_EQ(result->tally.flaw_count(), 0u) << wording.name << result->tally.example;
      EXPECT_EQ(result->tally.latency.count(), 20u);
    }
  }
}

struct Broken {
  std::string fault;
  Flaw streamed;
  Flaw whole;
};

TEST(Load, TellsEveryFaultByItsKind) {
  const Broken all[] = {
      {"429", Flaw::status, Flaw::status},
      {"500", Flaw::status, Flaw::status},
      {"cut", Flaw::cut, Flaw::cut},
      {"reset", Flaw::cut, Flaw::cut},
      {"half-open", Flaw::cut, Flaw::cut},
      {"noise", Flaw::cut, Flaw::cut},
      {"garbage", Flaw::not_http, Flaw::not_http},
      {"error", Flaw::error, Flaw::cut},
      {"unfinished", Flaw::unfinished, Flaw::cut},
      {"babble", Flaw::not_dialect, Flaw::cut},
      {"stall", Flaw::timeout, Flaw::timeout},
      {"pause", Flaw::timeout, Flaw::timeout},
  };
  for (const auto& each : all) {
    for (const auto delivery : {Delivery::whole, Delivery::streamed}) {
      const auto result =
          load({.question = {.model = "gpt-4-gap-1-fault-" + each.fault, .delivery = delivery},
                .connections = 1,
                .requests_max = 2,
                .wait_max = milliseconds{each.streamed == Flaw::timeout ? 200 : 20'000}});
      const auto flaw = delivery == Delivery::whole ? each.whole : each.streamed;
      EXPECT_EQ(result->tally.answers, 0u) << each.fault;
      EXPECT_EQ(result->tally.count(flaw), 2u) << each.fault << ": " << result->tally.example;
      EXPECT_EQ(result->tally.flaw_count(), 2u) << each.fault << ": " << result->tally.example;
    }
  }
}

TEST(Load, AtARateALatencyCountsFromWhenTheRequestWasDue) {
  // One connection, 100 ms an answer, 10 requests due within 10 ms: the last waits for all others.
  const auto result = load({.question = {.model = "gpt-4-delay-100"},
                            .connections = 1,
                            .requests_max = 10,
                            .rate = 1'000});
  EXPECT_EQ(result->tally.answers, 10u);
  EXPECT_GE(result->tally.latency.max(), 980'000'000u);
  EXPECT_GE(result->tally.latency.quantile(0.5), 480'000'000u);
}

TEST(Load, SeveralModelsAreAskedInTurn) {
  const auto result =
      load({.models = {"gpt-4", "gpt-4-fault-500"}, .connections = 4, .requests_max = 4});
  EXPECT_EQ(result->tally.answers, 2u);
  EXPECT_EQ(result->tally.statuses[500], 2u);
}

TEST(Load, ThreadsShareTheRequests) {
  const auto result = load({.connections = 5, .threads = 2, .requests_max = 21});
  EXPECT_EQ(result->tally.answers, 21u) << result->tally.example;
}

TEST(Load, SaysWhereNobodyAnswers) {
  const auto result = run_load({.port = 1, .connections = 1, .requests_max = 1});
  ASSERT_TRUE(result);
  EXPECT_EQ((*result)->tally.count(Flaw::connect), 1u);
}

TEST(Load, RefusesWhatMakesNoSense) {
  EXPECT_FALSE(run_load({.threads = 0}));
  EXPECT_FALSE(run_load({.connections = 1, .threads = 2}));
  EXPECT_FALSE(run_load({.host = "nowhere"}));
}

}  // namespace
}  // namespace quorum::bench
