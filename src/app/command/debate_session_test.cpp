#include "app/command/debate_session.hpp"

#include <gtest/gtest.h>

#include "app/command/debates_fixture.hpp"
#include "testkit/run.hpp"

namespace quorum::app {
namespace {

using terminal::ExitCode;

class DebateSessionTest : public testing::Test {
 protected:
  static constexpr std::chrono::hours kNever{1};

  /// Follows the debate, with Ctrl-C pressed after that long.
  ExitCode run(SessionOptions options, Duration until_interrupt = kNever) {
    return testkit::run([&](async::Loop& loop) { return follow(&loop, options, until_interrupt); });
  }

  ScriptedDebates debates_;
  RememberedOutput output_;

 private:
  static Task<> sleep(async::Loop* loop, Duration duration) { co_await loop->sleep(duration); }

  Task<ExitCode> follow(async::Loop* loop, SessionOptions options, Duration until_interrupt) {
    DebateSession session(*loop, debates_, output_, options);
    auto interrupted = sleep(loop, until_interrupt);
    co_return co_await session.run("dbt_1", std::move(interrupted));
  }
};

TEST_F(DebateSessionTest, TellsLinesToTheEnd) {
  EXPECT_EQ(run({.show = Show::lines}), ExitCode::no_decision);  // Too close to call.
  EXPECT_EQ(output_.text, testkit::golden_text("debate_two_seats.txt"));
  EXPECT_EQ(output_.told, "");
  EXPECT_TRUE(debates_.commands.empty());
}

TEST_F(DebateSessionTest, PrintsEveryEventAsItIs) {
  EXPECT_EQ(run({.show = Show::json}), ExitCode::no_decision);
  EXPECT_EQ(output_.text, testkit::golden_text("debate_two_seats.jsonl"));
}

TEST_F(DebateSessionTest, DrawsPanelsAndGivesTheCursorBack) {
  EXPECT_EQ(run({.show = Show::panels}), ExitCode::no_decision);
  EXPECT_NE(output_.text.find("◑ speaking"), std::string::npos);
  EXPECT_NE(output_.text.find("Too close to call"), std::string::npos);
  EXPECT_TRUE(output_.text.ends_with("\x1b[?25h\r\nquorum debates show dbt_1\r\n"));
}

// 33 events in 330 ms: at most 20 pictures a second, whatever the models' speed.
TEST_F(DebateSessionTest, RedrawsAtAFixedPace) {
  run({.show = Show::panels});
  EXPECT_LE(output_.writes, 330 / 50 + 4);
}

TEST_F(DebateSessionTest, PausesWhatItStartedAndSaysHowToGoOn) {
  EXPECT_EQ(run({.show = Show::panels, .leaving = Leaving::pauses}, std::chrono::milliseconds(85)),
            ExitCode::interrupted);
  EXPECT_EQ(debates_.commands, std::vector<std::string>{"dbt_1 pause"});
  EXPECT_EQ(output_.told,
            "Paused. Nothing that is finished is lost.\n"
            "Go on with:  quorum debates resume dbt_1\n");
  EXPECT_TRUE(output_.text.ends_with("\x1b[?25h"));
}

TEST_F(DebateSessionTest, LeavesWhatItOnlyWatched) {
  EXPECT_EQ(run({.leaving = Leaving::leaves}, std::chrono::milliseconds(85)),
            ExitCode::interrupted);
  EXPECT_TRUE(debates_.commands.empty());
  EXPECT_EQ(output_.told, "Come back with:  quorum debates watch dbt_1\n");
}

TEST_F(DebateSessionTest, SaysWhatWasRefused) {
  debates_.refusal = Error{.code = Errc::not_found, .message = "There is no debate dbt_1."};
  EXPECT_EQ(run({}), ExitCode::failed);
  EXPECT_EQ(output_.told, "quorum: There is no debate dbt_1.\n");
}

TEST_F(DebateSessionTest, StopsWhereNobodyReads) {
  output_.bytes_max = 100;
  debates_.log.pop_back();  // It would never end by itself.
  EXPECT_EQ(run({.show = Show::lines}), ExitCode::failed);
  EXPECT_EQ(output_.told, "");
}

}  // namespace
}  // namespace quorum::app
