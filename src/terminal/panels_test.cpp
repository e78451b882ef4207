#include "terminal/panels.hpp"

#include <gtest/gtest.h>

#include "terminal/golden_fixture.hpp"

namespace quorum::terminal {
namespace {

store::LogEvent event(std::uint64_t seq, std::string name, std::string data) {
  return {.seq = seq, .name = std::move(name), .data = std::move(data)};
}

/// A debate of `seats` seats in its first round, in which the first seat has written `text`.
View debate_of(std::size_t seats, const std::string& text) {
  std::string list;
  for (std::size_t at = 1; at <= seats; ++at) {
    list += (at == 1 ? "" : ",") + (R"({"seat":"s)" + std::to_string(at)) + R"(","model":"m)" +
            std::to_string(at) +
            R"(","max_tokens":9,"profile":"standard","is_local":false,"price":null})";
  }
  View view;
  EXPECT_TRUE(view.apply(
      event(1, "debate.started",
            R"({"id":"d","question":"Q?","format":"default","seats":[)" + list +
                R"(],"rounds":1,"judges":[],"budget":{"usd":null,"tokens":null,"seconds":null}})"),
      0));
  EXPECT_TRUE(view.apply(event(2, "round.started", R"({"round":1,"kind":"opening"})"), 0));
  EXPECT_TRUE(view.apply(event(3, "turn.started",
                               R"({"turn_id":"t","seat":"s1","round":1,"model":"m1","call_id":"c",)"
                               R"("attempt":1,"reserved":{"usd":0,"tokens":0}})"),
                         0));
  EXPECT_TRUE(view.apply(
      event(4, "turn.delta", R"({"turn_id":"t","offset":0,"text":")" + text + R"(","ms":10})"), 0));
  return view;
}

std::string drawn(const View& view, std::size_t columns) {
  return text_of(draw_round(view, view.state().rounds.front(), {.columns = columns}));
}

TEST(Panels, KeepAWriterInsideItsPanel) {
  EXPECT_EQ(drawn(debate_of(2, R"(a\u001b[2Jb\u0007 \u202Ec\r茶)"), 72), R"(Round 1 of 1  opening
╭─ A m1 ───────────── ◑ speaking ─╮ ╭─ B m2 ─────────────── ○ queued ─╮
│ a[2Jb c茶                       │ │                                 │
╰─ first token 10 ms ─────────────╯ ╰─────────────────────────────────╯
)");
}

TEST(Panels, AreDealtEvenlyOverTheirRows) {
  EXPECT_EQ(panel_rows(2, 80), 1U);
  EXPECT_EQ(panel_rows(2, 69), 2U);
  EXPECT_EQ(panel_rows(4, 120), 2U);  // Two and two, not three and one.
  EXPECT_EQ(panel_rows(5, 120), 2U);
  EXPECT_EQ(panel_rows(8, 300), 1U);
  EXPECT_EQ(panel_rows(8, 10), 8U);
}

TEST(Panels, ShowThreeSeatsOnTwoRows) {
  EXPECT_EQ(drawn(debate_of(3, "hello"), 72), R"(Round 1 of 1  opening
╭─ A m1 ───────────── ◑ speaking ─╮ ╭─ B m2 ─────────────── ○ queued ─╮
│ hello                           │ │                                 │
╰─ first token 10 ms ─────────────╯ ╰─────────────────────────────────╯
╭─ C m3 ─────────────── ○ queued ─╮
│                                 │
╰─────────────────────────────────╯
)");
}

}  // namespace
}  // namespace quorum::terminal
