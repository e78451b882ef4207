#include "debate/view/narrator.hpp"

#include <gtest/gtest.h>

namespace quorum::debate {
namespace {

struct Telling {
  State state;
  Narrator narrator;
  std::uint64_t seq = 0;

  Telling() {
    add(DebateStarted{
        .id = "d",
        .seats = {{.id = "s1", .model = "m", .position = "Tea"}, {.id = "s2", .model = "n"}}});
  }
  std::string add(const Event& event) {
    apply(state, event, ++seq, 1);
    return narrator.tell(state, event);
  }
};

TEST(Narrator, TellsOneSpeakerLiveAndHoldsTheOthersBack) {
  Telling telling;
  EXPECT_EQ(telling.add(RoundStarted{.round = 1, .kind = "opening", .angle = "cost"}),
            "Round 1, opening, on cost\n\n");
  EXPECT_EQ(telling.add(TurnStarted{.turn_id = "t1", .seat = "s1"}), "");
  EXPECT_EQ(telling.add(TurnStarted{.turn_id = "t2", .seat = "s2"}), "");
  EXPECT_EQ(telling.add(TurnDelta{.turn_id = "t2", .text = "b"}), "n: b");
  EXPECT_EQ(telling.add(TurnDelta{.turn_id = "t1", .text = "a"}), "");
  EXPECT_EQ(telling.add(TurnDelta{.turn_id = "t2", .text = "B"}), "B");
  EXPECT_EQ(telling.add(TurnFinished{.turn_id = "t2"}), "\n\nTea (m): a");
  EXPECT_EQ(telling.add(TurnDelta{.turn_id = "t1", .text = "A"}), "A");
  EXPECT_EQ(telling.add(TurnFinished{.turn_id = "t1"}), "\n\n");
}

TEST(Narrator, TellsATurnThatFailed) {
  Telling telling;
  telling.add(TurnStarted{.turn_id = "t1", .seat = "s2"});
  telling.add(TurnDelta{.turn_id = "t1", .text = "half"});
  EXPECT_EQ(telling.add(TurnFailed{.turn_id = "t1", .error = {"x", "Cut."}, .will_retry = true}),
            " [failed: Cut. It is asked again.]\n\n");
}

TEST(Narrator, TellsWhoHasVotedButNotHow) {
  Telling telling;
  EXPECT_EQ(telling.add(JudgeVoted{.judge = "j", .order = "BA", .valid = true, .preference = 1}),
            "j has read BA and voted.\n");
  EXPECT_EQ(telling.add(JudgeVoted{.judge = "j", .order = "AB"}), "j gave no valid vote.\n");
}

}  // namespace
}  // namespace quorum::debate
