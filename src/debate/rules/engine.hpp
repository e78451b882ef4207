#pragma once
/// A debate as a rulebook: told what its log says, it says what is to be done next.
///
/// It never waits and remembers nothing of its own, so a test plays a whole debate without a model
/// or a clock, and a restart is no special case: what the log lacks is what is asked for.

#include <cstdint>
#include <variant>
#include <vector>

#include "core/error.hpp"
#include "debate/judging/verdict.hpp"
#include "debate/record/state.hpp"

namespace quorum::debate {

/// Append this to the log.
struct Emit {
  Event event;
};

/// Append `started` once it is `numbered`, then ask the seat; not before `wait_ms` have passed.
struct Ask {
  TurnStarted started;
  std::int64_t wait_ms = 0;
};

/// Append `started` unless `is_announced`, then ask the judge.
struct AskJudge {
  JudgeStarted started;
  bool is_announced = false;  ///< The log has it: a restart cut it.
};

/// Ask the chair, unless that is under way, and `conclude` with what it wrote.
struct AskChair {};

using Action = std::variant<Emit, Ask, AskJudge, AskChair>;

/// What is to be done now; nothing while the debate is paused, is over, or waits for calls. Where
/// there is something to emit it is returned alone, since it may change what comes next.
std::vector<Action> next(const State& state);

/// Gives the turn its ids: those of the next turn that is appended to this log.
TurnStarted numbered(const State& state, TurnStarted turn);

/// What the chair's answer, or its failure, ends the debate with.
std::vector<Event> conclude(const State& state, const ChairAnswer& chair);

/// Whether the seat of this open turn, having failed like that, is to be asked again in this round.
bool should_retry(const State& state, const Turn& turn, const Error& error);

/// Ends an open turn that nobody works on any more: its process is gone.
TurnFailed interrupted(const Turn& turn);

}  // namespace quorum::debate
