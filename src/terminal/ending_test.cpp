#include "terminal/ending.hpp"

#include <gtest/gtest.h>

#include "terminal/golden_fixture.hpp"

namespace quorum::terminal {
namespace {

debate::State completed(std::string verdict) {
  debate::State state;
  state.status = debate::Status::completed;
  state.verdict = std::move(verdict);
  return state;
}

debate::State failed(std::string reason, std::string type) {
  debate::State state;
  state.status = debate::Status::failed;
  state.reason = std::move(reason);
  debate::Turn turn{.started = {}, .progress = debate::Progress::failed};
  turn.failed.error.type = std::move(type);
  state.turns.push_back(std::move(turn));
  return state;
}

TEST(ExitCode, TellsOneVerdictFromAnother) {
  EXPECT_EQ(exit_code(completed(R"({"outcome":"winner"})")), ExitCode::verdict);
  EXPECT_EQ(exit_code(completed(R"({"outcome":"tie"})")), ExitCode::verdict);
  EXPECT_EQ(exit_code(completed(R"({"outcome":"winner","flags":["degraded"]})")),
            ExitCode::degraded);
  EXPECT_EQ(exit_code(completed(R"({"outcome":"winner","flags":["budget_stop"]})")),
            ExitCode::budget);
  EXPECT_EQ(exit_code(completed(R"({"outcome":"no_decision"})")), ExitCode::no_decision);
  EXPECT_EQ(exit_code(golden_view(99).state()), ExitCode::no_decision);  // Too close to call.
  EXPECT_EQ(exit_code(completed("")), ExitCode::no_decision);
}

TEST(ExitCode, TellsWhyThereIsNone) {
  EXPECT_EQ(exit_code(failed("budget", "internal")), ExitCode::budget);
  EXPECT_EQ(exit_code(failed("no_answers", "unauthenticated")), ExitCode::missing);
  EXPECT_EQ(exit_code(failed("no_answers", "upstream_failed")), ExitCode::no_decision);
  auto state = failed("no_answers", "unavailable");
  state.turns.push_back({.started = {}, .progress = debate::Progress::finished});
  EXPECT_EQ(exit_code(state), ExitCode::no_decision);
  state.status = debate::Status::cancelled;
  EXPECT_EQ(exit_code(state), ExitCode::no_decision);
}

TEST(ExitCode, TellsWhyACallWasRefused) {
  EXPECT_EQ(exit_code(Error{.code = Errc::invalid_request}), ExitCode::usage);
  EXPECT_EQ(exit_code(Error{.code = Errc::unauthenticated}), ExitCode::missing);
  EXPECT_EQ(exit_code(Error{.code = Errc::not_found, .field = "seats.0.model"}), ExitCode::missing);
  EXPECT_EQ(exit_code(Error{.code = Errc::not_found}), ExitCode::failed);  // Of a debate.
  EXPECT_EQ(exit_code(Error{.code = Errc::unavailable}), ExitCode::missing);
  EXPECT_EQ(exit_code(Error{.code = Errc::budget_exceeded}), ExitCode::budget);
  EXPECT_EQ(exit_code(Error{.code = Errc::upstream_failed}), ExitCode::failed);
}

}  // namespace
}  // namespace quorum::terminal
