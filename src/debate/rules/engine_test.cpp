#include "debate/rules/engine.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "debate/record/write.hpp"

namespace quorum::debate {
namespace {

DebateStarted plan(std::size_t seats = 2, std::int64_t rounds = 2) {
  DebateStarted plan{.id = "dbt_1",
                     .question = "Tea or coffee?",
                     .format = "default",
                     .rounds = rounds,
                     .judges = {{.model = "judge", .price = llm::Price{}}}};
  for (std::size_t i = 1; i <= seats; ++i) {
    const auto n = std::to_string(i);
    plan.seats.push_back(
        {.id = "s" + n, .model = "m" + n, .tokens_max = 100, .price = llm::Price{}});
  }
  return plan;
}

/// Plays a debate by the engine's word. Calls wait in `asked` until the test answers them.
class Play {
 public:
  explicit Play(DebateStarted what) { add(std::move(what)); }
  /// Goes on with a debate whose process died after these lines, as the runner does.
  explicit Play(const std::vector<store::LogEvent>& lines) {
    for (const auto& line : lines) {
      EXPECT_TRUE(apply(state, line));
      log.push_back(line);
    }
    if (state.is_over()) return;
    for (const auto& turn : std::vector<Turn>(state.turns)) {
      if (turn.progress == Progress::open) add(interrupted(turn));
    }
    add(DebateTurned{.to = Turning::resumed, .reason = std::string(kRestart)});
  }

  void add(Event event) {
    log.push_back({.seq = state.last_seq + 1,
                   .name = std::string(name(event)),
                   .data = write(event),
                   .at_ms = now_ms});
    apply(state, event, state.last_seq + 1, now_ms);
  }

  /// Performs all that is to be done now.
  Play& go() {
    for (auto actions = next(state); !actions.empty(); actions = next(state)) {
      for (auto& action : actions) {
        if (std::holds_alternative<AskChair>(action)) {
          is_chair_asked = true;
          return *this;
        }
        perform(std::move(action));
      }
    }
    return *this;
  }

  void answer(std::string seat, std::string text) {
    const auto turn = take(seat);
    add(TurnFinished{.turn_id = turn.turn_id,
                     .text = std::move(text),
                     .usage = {.prompt = 5, .completion = 5},
                     .cost_usd = Money::micro_usd(10)});
    go();
  }
  void fail(std::string seat, Errc code) {
    const auto started = take(seat);
    const Turn* turn = nullptr;
    for (const auto& one : state.turns) {
      if (one.started.turn_id == started.turn_id) turn = &one;
    }
    const Error error{.code = code, .message = "no"};
    add(TurnFailed{.turn_id = started.turn_id,
                   .error = {std::string(name(code)), "no"},
                   .will_retry = should_retry(state, *turn, error)});
    go();
  }
  // By value: who asks may hand over the name of the ballot that this takes away.
  void vote(std::string order, std::optional<double> preference) {
    ASSERT_EQ(ballots.erase(order), 1U) << order << " was not asked for";
    add(JudgeVoted{.judge = "judge",
                   .order = order,
                   .valid = preference.has_value(),
                   .preference = preference});
    go();
  }
  void chair(ChairAnswer answer) {
    is_chair_asked = false;
    for (auto& event : conclude(state, answer)) add(std::move(event));
    go();
  }

  /// Answers everything that is asked, and everything that is asked then.
  void finish() {
    go();
    while (!state.is_over()) {
      if (!asked.empty()) {
        const auto [seat, ask] = *asked.begin();
        answer(seat, "answer of " + seat + " in round " + std::to_string(ask.started.round));
      } else if (!ballots.empty()) {
        vote(*ballots.begin(), ballots.begin()->front() == 'A' ? 0.9 : -0.9);
      } else if (is_chair_asked) {
        chair({.text = "the chair's answer"});
      } else {
        FAIL() << "nothing is asked, and the debate is not over";
      }
    }
  }

  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& line : log) all.push_back(line.name);
    return all;
  }
  std::string last() const { return log.back().name + " " + log.back().data; }

  State state;
  std::vector<store::LogEvent> log;
  std::map<std::string, Ask> asked;
  std::set<std::string> ballots;
  bool is_chair_asked = false;
  UnixMs now_ms = 1000;

 private:
  void perform(Action action) {
    if (auto* emit = std::get_if<Emit>(&action)) add(std::move(emit->event));
    if (auto* ask = std::get_if<Ask>(&action)) {
      ask->started = numbered(state, std::move(ask->started));
      add(ask->started);
      asked[ask->started.seat] = *ask;
    }
    if (auto* ask = std::get_if<AskJudge>(&action)) {
      if (ask->is_announced) {
        reopen(state, ask->started.judge, ask->started.order);
      } else {
        add(ask->started);
      }
      ballots.insert(ask->started.order);
    }
  }
  TurnStarted take(std::string seat) {
    auto found = asked.extract(seat);
    EXPECT_FALSE(found.empty()) << seat << " was not asked";
    return found.empty() ? TurnStarted{} : found.mapped().started;
  }
};

using Names = std::vector<std::string>;

TEST(DebateEngine, AsksEveryoneAtOnceThenTheJudgeInBothOrdersThenTheVerdict) {
  Play play(plan());
  play.go();
  EXPECT_EQ(play.asked.size(), 2U);
  EXPECT_EQ(play.state.round.kind, "opening");
  play.answer("s2", "no");
  EXPECT_EQ(play.state.round.round, 1);
  play.answer("s1", "yes");
  EXPECT_EQ(play.state.round.kind, "exchange");
  play.answer("s1", "still yes");
  play.answer("s2", "still no");
  EXPECT_EQ(play.ballots, (std::set<std::string>{"AB", "BA"}));
  play.vote("BA", -1);
  EXPECT_TRUE(play.state.verdict.empty());
  play.vote("AB", 1);
  EXPECT_EQ(play.state.status, Status::completed);
  EXPECT_EQ(play.names(),
            (Names{"debate.started",  "round.started", "turn.started",    "turn.started",
                   "budget",          "turn.finished", "budget",          "turn.finished",
                   "budget",          "round.started", "turn.started",    "turn.started",
                   "budget",          "turn.finished", "budget",          "turn.finished",
                   "budget",          "judge.started", "judge.started",   "budget",
                   "judge.voted",     "budget",        "judge.voted",     "budget",
                   "verdict.partial", "verdict",       "debate.completed"}));
}

TEST(DebateEngine, AsksAFailedSeatAgainInTheNextRound) {
  Play play(plan());
  play.go();
  play.answer("s1", "yes");
  play.fail("s2", Errc::unauthenticated);
  EXPECT_FALSE(play.state.turns[1].failed.will_retry);
  EXPECT_EQ(play.state.round.round, 2);
  EXPECT_TRUE(play.asked.contains("s2"));
  play.finish();
  EXPECT_FALSE(play.state.is_degraded);
}

TEST(DebateEngine, RetriesWhatMayPassThreeTimesInAllUnderNewTurnIds) {
  Play play(plan());
  play.go();
  play.answer("s1", "yes");
  play.fail("s2", Errc::upstream_failed);
  EXPECT_TRUE(play.state.turns[1].failed.will_retry);
  EXPECT_EQ(play.asked["s2"].started.turn_id, "t3");
  EXPECT_EQ(play.asked["s2"].started.attempt, 2);
  EXPECT_EQ(play.asked["s2"].wait_ms, 500);
  play.fail("s2", Errc::rate_limited);
  EXPECT_EQ(play.asked["s2"].wait_ms, 1000);
  play.fail("s2", Errc::deadline_exceeded);
  EXPECT_FALSE(play.state.turns[3].failed.will_retry);
  EXPECT_EQ(play.state.round.round, 2);
  EXPECT_EQ(play.asked["s2"].started.attempt, 1);
}

TEST(DebateEngine, GivesUpWhereNobodyAnswers) {
  Play play(plan());
  play.go();
  play.fail("s1", Errc::unauthenticated);
  play.fail("s2", Errc::unauthenticated);
  EXPECT_EQ(play.last(), R"(debate.failed {"reason":"no_answers"})");
  EXPECT_TRUE(next(play.state).empty());
}

TEST(DebateEngine, HasNoDecisionAndSaysWhoIsMissingWhereOneSeatNeverAnswers) {
  Play play(plan(2, 1));
  play.go();
  play.answer("s1", "yes");
  play.fail("s2", Errc::unauthenticated);
  EXPECT_EQ(play.state.status, Status::completed);
  EXPECT_EQ(play.state.missing, std::vector<std::string>{"s2"});
  EXPECT_NE(play.state.verdict.find(R"("outcome":"no_decision")"), std::string::npos);
  EXPECT_NE(play.state.verdict.find(R"("flags":["degraded","missing_participant"])"),
            std::string::npos);
}

TEST(DebateEngine, SaysThatAJudgeGaveNothing) {
  Play play(plan(2, 1));
  play.go();
  play.answer("s1", "yes");
  play.answer("s2", "no");
  play.vote("AB", std::nullopt);
  play.vote("BA", std::nullopt);
  EXPECT_EQ(play.state.missing, std::vector<std::string>{"judge"});
  EXPECT_EQ(play.state.status, Status::completed);
}

TEST(DebateEngine, JudgesMoreThanTwoSeatsPairwiseAFewAtATime) {
  Play play(plan(8, 1));
  play.go();
  EXPECT_EQ(play.asked.size(), 8U);
  for (int i = 1; i <= 8; ++i) play.answer("s" + std::to_string(i), "a" + std::to_string(i));
  EXPECT_EQ(play.ballots.size(), 8U);
  std::size_t votes = 0;
  while (!play.ballots.empty()) {
    play.vote(*play.ballots.begin(), 0.1);
    ++votes;
    EXPECT_LE(play.ballots.size(), 8U);
  }
  EXPECT_EQ(votes, 56U);
  EXPECT_EQ(play.state.status, Status::completed);
}

TEST(DebateEngine, LetsTheChairWriteAndGoesOnWithoutIt) {
  auto what = plan(2, 1);
  what.chair = Judge{.model = "chair", .price = llm::Price{}};
  Play play(what);
  play.go();
  play.answer("s1", "yes");
  play.answer("s2", "no");
  play.vote("AB", 1);
  EXPECT_FALSE(play.is_chair_asked);
  play.vote("BA", -1);
  EXPECT_TRUE(play.is_chair_asked);
  EXPECT_TRUE(play.state.has_partial_verdict);
  play.chair({.error = Failure{"upstream_failed", "cut"}});
  EXPECT_EQ(play.state.status, Status::completed);
  EXPECT_NE(play.state.verdict.find("The votes prefer m1 over m2"), std::string::npos);
  EXPECT_NE(play.state.verdict.find("\"degraded\""), std::string::npos);
}

TEST(DebateEngine, AsksNothingMoreWhilePausedAndGoesOnAfterwards) {
  Play play(plan());
  play.go();
  play.add(DebateTurned{.to = Turning::paused, .reason = "requested"});
  play.answer("s1", "yes");
  play.answer("s2", "no");
  EXPECT_EQ(play.state.round.round, 1);
  EXPECT_TRUE(play.asked.empty());
  play.add(DebateTurned{.to = Turning::resumed, .reason = "requested"});
  play.go();
  EXPECT_EQ(play.asked.size(), 2U);
  EXPECT_EQ(play.state.round.round, 2);
}

TEST(DebateEngine, DoesNothingOnceItIsCancelled) {
  Play play(plan());
  play.go();
  play.add(DebateTurned{.to = Turning::cancelled});
  EXPECT_TRUE(next(play.state).empty());
}

TEST(DebateEngine, NamesAnAngleWhereASmallModelTakesPart) {
  auto what = plan(2, 2);
  what.seats[1].profile = Profile::small_local;
  what.seats[1].position = "Coffee";
  Play play(what);
  play.go();
  EXPECT_EQ(play.state.round.angle, "cost");
  EXPECT_EQ(Play(plan()).go().state.round.angle, "");
}

// The heart of the room: killed after any line, a debate ends as if nothing had happened, and
// nobody who had finished is asked again.
TEST(DebateEngine, ResumesFromEveryPrefixOfItsLog) {
  auto what = plan(3, 3);
  what.chair = Judge{.model = "chair", .price = llm::Price{}};
  Play whole(what);
  whole.go();
  whole.fail("s2", Errc::upstream_failed);
  whole.finish();
  ASSERT_EQ(whole.state.status, Status::completed);

  for (std::size_t size = 1; size <= whole.log.size(); ++size) {
    SCOPED_TRACE("killed after line " + std::to_string(size) + ", " + whole.log[size - 1].name);
    Play resumed(
        std::vector(whole.log.begin(), whole.log.begin() + static_cast<std::ptrdiff_t>(size)));
    resumed.finish();
    EXPECT_EQ(resumed.state.status, Status::completed);

    std::set<std::string> finished, turns, voted, begun;
    int verdicts = 0;
    for (std::size_t i = 0; i < resumed.log.size(); ++i) {
      ASSERT_EQ(resumed.log[i].seq, i + 1);
      verdicts += resumed.log[i].name == "verdict" ? 1 : 0;
    }
    EXPECT_EQ(verdicts, 1);
    for (const auto& turn : resumed.state.turns) {
      EXPECT_TRUE(turns.insert(turn.started.turn_id).second);
      const auto seat = turn.started.seat + "/" + std::to_string(turn.started.round);
      EXPECT_FALSE(finished.contains(seat)) << seat << " had finished and was asked again";
      EXPECT_NE(turn.progress, Progress::open);
      if (turn.progress == Progress::finished) finished.insert(seat);
    }
    EXPECT_EQ(finished.size(), 9U);
    for (const auto& ballot : resumed.state.ballots) {
      EXPECT_TRUE(voted.insert(ballot.started.order).second);
      EXPECT_EQ(ballot.progress, Progress::finished);
    }
    EXPECT_EQ(voted.size(), 6U);
  }
}

// Ids and times aside nothing but the answers comes from outside: given them, the engine writes the
// same log again, byte for byte.
TEST(DebateEngine, ReplaysARecordedLogByteForByte) {
  auto what = plan(3, 3);
  what.chair = Judge{.model = "chair", .price = llm::Price{}};
  Play recorded(what);
  recorded.go();
  recorded.fail("s3", Errc::rate_limited);
  recorded.finish();

  Play replay(what);
  for (std::size_t i = 1; i < recorded.log.size(); ++i) {
    if (replay.log.size() <= i) {
      const auto actions = next(replay.state);
      if (!actions.empty() && !std::holds_alternative<AskChair>(actions.front())) {
        for (const auto& action : actions) {
          if (const auto* emit = std::get_if<Emit>(&action)) replay.add(emit->event);
          if (const auto* ask = std::get_if<Ask>(&action)) {
            replay.add(numbered(replay.state, ask->started));
          }
          if (const auto* ask = std::get_if<AskJudge>(&action)) replay.add(ask->started);
        }
      } else if (recorded.log[i].name == "verdict") {
        for (auto& event : conclude(replay.state, {.text = "the chair's answer"})) {
          replay.add(std::move(event));
        }
      } else {
        ASSERT_TRUE(recorded.log[i].name == "turn.finished" ||
                    recorded.log[i].name == "turn.failed" || recorded.log[i].name == "judge.voted")
            << recorded.log[i].name << " should have come from the engine";
        ASSERT_TRUE(apply(replay.state, recorded.log[i]));
        replay.log.push_back(recorded.log[i]);
      }
    }
    ASSERT_GT(replay.log.size(), i);
    ASSERT_EQ(replay.log[i].data, recorded.log[i].data);
    ASSERT_EQ(replay.log[i], recorded.log[i]);
  }
}

}  // namespace
}  // namespace quorum::debate
