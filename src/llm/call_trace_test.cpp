#include "llm/call_trace.hpp"

#include <gtest/gtest.h>

#include "llm/backend.hpp"

namespace quorum::llm {
namespace {

using namespace std::chrono_literals;

/// A loop's clock: `now` stands still within a turn, `read` goes on.
class TurnClock final : public Clock {
 public:
  TimePoint now() const override { return turn_; }
  TimePoint read() const override { return turn_ + into_turn_; }
  UnixMs unix_ms() const override { return 0; }
  void work(Duration time) { into_turn_ += time; }
  void turn_after(Duration time) {
    turn_ += into_turn_ + time;
    into_turn_ = {};
  }

 private:
  TimePoint turn_{1h};
  Duration into_turn_{};
};

TEST(ProviderWait, IsFromWhereItBeganToTheTurnThatEndsIt) {
  TurnClock clock;
  CallTrace trace;
  clock.work(7us);
  {
    const ProviderWait wait(&trace, clock);
    clock.turn_after(100us);
    clock.work(5us);
  }
  EXPECT_EQ(trace.waited, 100us);
}

TEST(ProviderWait, ThatWasNoneCountsNothing) {
  TurnClock clock;
  CallTrace trace;
  clock.work(7us);
  {
    const ProviderWait wait(&trace, clock);
    clock.work(5us);
  }
  EXPECT_EQ(trace.waited, 0us);
}

TEST(ProviderWait, BeganWhenTheRequestWasOut) {
  TurnClock clock;
  CallTrace trace;
  ProviderWait wait(&trace, clock);
  clock.turn_after(40us);  // Connecting.
  const auto begun = clock.now();
  clock.work(8us);  // Writing the request.
  const auto done = clock.read();
  clock.turn_after(100us);
  wait.sent(begun, done, 0us);
  wait.end();
  wait.end();
  EXPECT_EQ(trace.waited, 140us);
}

TEST(ProviderWait, OnAKeptConnectionBeginsWithTheRequest) {
  TurnClock clock;
  CallTrace trace;
  const auto turn = clock.now();
  clock.work(3us);
  ProviderWait wait(&trace, clock);
  clock.work(9us);
  const auto done = clock.read();
  clock.turn_after(100us);
  wait.sent(turn, done, 2us);  // The cached moment before the wait: nothing was waited for.
  wait.end();
  EXPECT_EQ(trace.waited, 102us);
}

TEST(ProviderWait, WithoutATraceIsHarmless) {
  TurnClock clock;
  ProviderWait wait(nullptr, clock);
  wait.sent(clock.now(), clock.now(), 1us);
  wait.end();
}

TEST(CallTrace, KeepsWhatTheAnswerSaidLast) {
  CallTrace trace;
  note(trace, {.bytes = "x", .deltas = {}});
  EXPECT_FALSE(trace.usage);
  note(trace, {.deltas = {{.text = "a", .usage = Usage{.prompt = 3, .completion = 1}}}});
  note(trace, {.deltas = {{.finish = Finish::length, .usage = Usage{.prompt = 3, .completion = 2}},
                          {.text = "b"}}});
  EXPECT_EQ(trace.usage, (Usage{.prompt = 3, .completion = 2}));
  EXPECT_EQ(trace.finish, Finish::length);
  EXPECT_EQ(trace.batches, 3U);
}

TEST(CallTrace, NamesWhoWasAskedLast) {
  CallTrace trace;
  trace.asks("openai", "gpt-4o");
  trace.asks("anthropic", "claude");
  EXPECT_EQ(trace.provider, "anthropic");
  EXPECT_EQ(trace.model, "claude");
  EXPECT_EQ(trace.tries, 2U);
}

}  // namespace
}  // namespace quorum::llm
