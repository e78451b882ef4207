#include "terminal/board.hpp"

#include <gtest/gtest.h>

#include "terminal/golden_fixture.hpp"

namespace quorum::terminal {
namespace {

/// Everything that was ever done, with the live part's last look below it.
struct Shown {
  std::string done;
  std::string live;
};

Shown show(std::uint64_t last_seq, Size size, UnixMs now_ms = 0) {
  View view;
  Board board("Ctrl-C pauses it");
  Shown shown;
  for (const auto& line : golden_log()) {
    if (line.seq > last_seq) break;
    EXPECT_TRUE(view.apply(line, 0));
    const auto frame = board.draw(view, size, now_ms);
    shown.done += text_of(frame.done);
    shown.live = text_of(frame.live);
  }
  return shown;
}

TEST(Board, ShowsAllSeatsOfTheRunningRoundSideBySide) {
  const auto shown = show(8, {.columns = 80, .rows = 24});
  EXPECT_EQ(shown.done, R"(Tea or coffee?
A Tea  local/smollm2-135m
B Coffee  local/qwen2.5-coder-0.5b
smollm2-135m and qwen2.5-coder-0.5b are very small: expect weak sentences and a
weaker judge. This shows how a debate runs; it is not advice.

)");
  EXPECT_EQ(shown.live, R"(Round 1 of 2  opening: health
╭─ A Tea ──────────────── ◑ speaking ─╮ ╭─ B Coffee ───────────── ◑ speaking ─╮
│ Tea is the better choice because it │ │ Coffee is the better choice because │
│ calms                               │ │ the café                            │
╰─ first token 300 ms ────────────────╯ ╰─ first token 700 ms ────────────────╯
Ctrl-C pauses it
)");
}

TEST(Board, SaysHowLongASeatHasBeenThinking) {
  const auto shown = show(4, {.columns = 80, .rows = 24}, 2'900);
  EXPECT_NE(shown.live.find("A Tea ──────────── ◔ thinking 2 s ─╮"), std::string::npos)
      << shown.live;
}

TEST(Board, SaysWhatFailedAndThatItIsAskedAgain) {
  EXPECT_EQ(show(18, {.columns = 80, .rows = 24}).live, R"(Round 2 of 2  exchange: cost
╭─ A Tea ───────────── ○ asked again ─╮ ╭─ B Coffee ─────────────── ○ queued ─╮
│ Tea is                              │ │                                     │
│ the model's process ended before    │ │                                     │
│ its answer did                      │ │                                     │
╰─ first token 310 ms ────────────────╯ ╰─────────────────────────────────────╯
no cost · Ctrl-C pauses it
)");
}

TEST(Board, LeavesEveryRoundAndTheVerdictInTheTranscript) {
  const auto shown = show(99, {.columns = 80, .rows = 24});
  EXPECT_EQ(shown.live, "");
  EXPECT_EQ(shown.done.substr(shown.done.find("Round 1")), R"(Round 1 of 2  opening: health
╭─ A Tea ──────────────────── ● done ─╮ ╭─ B Coffee ───────────────── ● done ─╮
│ Tea is the better choice because it │ │ Coffee is the better choice because │
│ calms without making you drowsy.    │ │ the café wakes you – quickly.       │
╰─ 60 tokens/s · first token 300 ms ──╯ ╰─ 44 tokens/s · first token 700 ms ──╯

Round 2 of 2  exchange: cost
╭─ A Tea ──────────────────── ● done ─╮ ╭─ B Coffee ───────────────── ● done ─╮
│ Tea is the better choice because    │ │ Coffee is the better choice because │
│ one leaf makes three cups.          │ │ a bag lasts a month.                │
╰─ 80 tokens/s · first token 280 ms ──╯ ╰─ 30 tokens/s · first token 640 ms ──╯

Verdict  Too close to call
The judge leans to Tea, but not by enough to name a winner.
A Tea  ───────━━━━━━━━━━◆━━┊━━━━━━━─────────────  B Coffee
Margin 0.16 for A Tea, 95 % interval −0.35 to +0.67 (+ is A): the interval
covers a tie.
• Speaker A argued from a single clear cause.
Vote  qwen2.5-coder-0.5b, A Tea shown first: for A Tea, 0.42
Vote  qwen2.5-coder-0.5b, B Coffee shown first: for B Coffee, 0.10
! The judge is one of the debaters, so it may favour itself.
! Very small models, running on this machine: they write weakly and judge
  worse. A demonstration, not advice.
)");
}

TEST(Board, LetsARoundGoAsSoonAsItIsOver) {
  EXPECT_EQ(show(13, {}).done.find("Round 1 of 2"), std::string::npos);
  const auto shown = show(14, {});
  EXPECT_NE(shown.done.find("Round 1 of 2"), std::string::npos);
  EXPECT_EQ(shown.live, "no cost · Ctrl-C pauses it\n");
}

TEST(Board, StacksTheSeatsOfANarrowTerminal) {
  EXPECT_EQ(show(8, {.columns = 50, .rows = 24}).live, R"(Round 1 of 2  opening: health
╭─ A Tea ────────────────────────── ◑ speaking ─╮
│ Tea is the better choice because it calms     │
╰─ first token 300 ms ──────────────────────────╯
╭─ B Coffee ─────────────────────── ◑ speaking ─╮
│ Coffee is the better choice because the café  │
╰─ first token 700 ms ──────────────────────────╯
Ctrl-C pauses it
)");
}

TEST(Board, FitsALowTerminalByShowingTheEndOfEachText) {
  EXPECT_EQ(show(8, {.columns = 80, .rows = 6}).live, R"(Round 1 of 2  opening: health
╭─ A Tea ──────────────── ◑ speaking ─╮ ╭─ B Coffee ───────────── ◑ speaking ─╮
│ calms                               │ │ the café                            │
╰─ first token 300 ms ────────────────╯ ╰─ first token 700 ms ────────────────╯
Ctrl-C pauses it
)");
}

TEST(Board, ShowsTheVotesAsTheyCome) {
  EXPECT_EQ(show(29, {.columns = 80, .rows = 24}).live, R"(Judging  in both orders
● qwen2.5-coder-0.5b, A shown first: for A Tea, 0.42
◔ qwen2.5-coder-0.5b, B shown first
no cost · Ctrl-C pauses it
)");
}

// The last column stays free: some terminals wrap as soon as it is written.
TEST(Board, FitsEveryWidth) {
  for (std::size_t columns = 1; columns <= 260; ++columns) {
    View view;
    Board board("Ctrl-C pauses it");
    for (const auto& line : golden_log()) {
      ASSERT_TRUE(view.apply(line, 0));
      const auto frame = board.draw(view, {.columns = columns, .rows = 1 + columns % 30}, 0);
      for (const auto* lines : {&frame.done, &frame.live}) {
        for (const auto& drawn : *lines) {
          ASSERT_LE(drawn.width(), std::max<std::size_t>(columns, 12) - 1) << drawn.text();
        }
      }
    }
  }
}

TEST(Board, SaysWhyADebateEndedWithoutAVerdict) {
  View view;
  Board board("");
  auto log = golden_log();
  log.resize(2);
  log.push_back(
      {.seq = 3, .name = "debate.failed", .data = R"({"reason":"every seat \u001b[2Jfailed"})"});
  std::string done;
  for (const auto& line : log) {
    ASSERT_TRUE(view.apply(line, 0));
    done += text_of(board.draw(view, {}, 0).done);
  }
  EXPECT_NE(done.find("The debate failed: every seat [2Jfailed\n"), std::string::npos) << done;
}

}  // namespace
}  // namespace quorum::terminal
