#include "telemetry/telemetry.hpp"

#include <gtest/gtest.h>

namespace quorum::telemetry {
namespace {

using namespace std::chrono_literals;

/// Keeps nothing but the last record, and says what it is told to.
class FakeRequests final : public store::Requests {
 public:
  struct Last final : store::Recorder {
    explicit Last(FakeRequests& owner) : owner_(owner) {}
    void take(store::RequestRecord& record) override { owner_.last = record; }
    FakeRequests& owner_;
  };
  std::unique_ptr<store::Recorder> recorder() override { return std::make_unique<Last>(*this); }
  void flush() override {}
  store::KeepingState state() const override { return keeping; }
  Result<std::vector<store::RequestRecord>> find(const store::RequestQuery&) const override {
    return std::vector<store::RequestRecord>{};
  }
  Result<std::vector<store::RequestRecord>> read_on(store::LogPosition&,
                                                    std::size_t) const override {
    return std::vector<store::RequestRecord>{};
  }
  Result<store::LogPosition> end() const override { return store::LogPosition{}; }
  Result<std::vector<store::UsageTotal>> totals() const override { return rows; }

  store::RequestRecord last{};
  store::KeepingState keeping{};
  std::vector<store::UsageTotal> rows{};
};

store::RequestRecord chat() {
  store::RequestRecord record;
  record.method.assign("POST");
  record.route.assign("/v1/chat/completions");
  record.status = 200;
  record.ending = store::Ending::whole;
  record.duration = 30ms;
  record.overhead = 12us;
  record.call.asks("openai", "gpt");
  record.call.usage = llm::Usage{.prompt = 3, .completion = 4};
  return record;
}

void take_chat(store::Recorder& recorder) {
  auto record = chat();
  recorder.take(record);
}

TEST(Telemetry, PricesWhatUsedTokens) {
  auto kept = std::make_unique<FakeRequests>();
  auto& seen = *kept;
  const auto find = [](std::string_view provider, std::string_view model) {
    std::optional<llm::ModelFacts> facts;
    if (provider != "openai" || model != "gpt") return facts;
    facts.emplace();
    facts->prompt = facts->completion = llm::Rate{.base = Money::pico_usd(100)};
    return facts;
  };
  Telemetry telemetry({.find_facts = find}, std::move(kept), "");
  const auto recorder = telemetry.recorder();
  take_chat(*recorder);
  EXPECT_EQ(seen.last.cost_pico_usd, 700);
  auto unknown = chat();
  unknown.call.asks("openai", "other");
  recorder->take(unknown);
  EXPECT_FALSE(seen.last.cost_pico_usd);
}

TEST(Telemetry, AddsUpTheLoops) {
  Telemetry telemetry({.version = "1.2"}, nullptr, "No disk.");
  const auto one = telemetry.recorder();
  const auto other = telemetry.recorder();
  take_chat(*one);
  take_chat(*other);
  const auto text = telemetry.expose(metrics::Format::prometheus);
  EXPECT_TRUE(text.contains("quorum_build_info{version=\"1.2\"} 1\n"));
  EXPECT_TRUE(
      text.contains("quorum_requests_total{method=\"POST\","
                    "route=\"/v1/chat/completions\",status=\"200\"} 2\n"));
  EXPECT_TRUE(
      text.contains("quorum_overhead_seconds_bucket{method=\"POST\","
                    "route=\"/v1/chat/completions\",le=\"1e-05\"} 0\n"));
  EXPECT_TRUE(
      text.contains("quorum_overhead_seconds_bucket{method=\"POST\","
                    "route=\"/v1/chat/completions\",le=\"1.5e-05\"} 2\n"));
  EXPECT_TRUE(text.contains("quorum_request_log_up 0\n"));
  EXPECT_EQ(telemetry.trouble(), "No disk.");
}

TEST(Telemetry, TellsUseByModelAndByKey) {
  auto kept = std::make_unique<FakeRequests>();
  kept->rows = {
      {.key_id = "k1",
       .provider = "p",
       .model = "m",
       .requests = 2,
       .prompt = 5,
       .completion = 6,
       .cost = Money::micro_usd(250'000)},
      {.key_id = "k2", .provider = "p", .model = "m", .requests = 1, .prompt = 1},
      {.key_id = "k2", .provider = "p", .model = "made-up", .requests = 1, .failures = 1}};
  const Telemetry telemetry({}, std::move(kept), "");
  const auto text = telemetry.expose(metrics::Format::open_metrics);
  EXPECT_TRUE(text.contains("quorum_tokens_total{provider=\"p\",model=\"m\",type=\"input\"} 6\n"));
  EXPECT_TRUE(text.contains("quorum_cost_dollars_total{provider=\"p\",model=\"m\"} 0.25\n"));
  EXPECT_TRUE(text.contains("quorum_key_tokens_total{key=\"k1\",type=\"output\"} 6\n"));
  EXPECT_TRUE(text.contains("quorum_key_calls_total{key=\"k2\"} 2\n"));
  EXPECT_FALSE(text.contains("made-up"));
  EXPECT_TRUE(text.contains("quorum_request_log_up 1\n"));
  EXPECT_TRUE(text.ends_with("# EOF\n"));
}

}  // namespace
}  // namespace quorum::telemetry
