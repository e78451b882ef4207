#pragma once
/// A debate as its log tells it: the fold of all events so far.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "debate/record/event.hpp"
#include "store/debates.hpp"

namespace quorum::debate {

enum class Status : std::uint8_t { running, paused, completed, failed, cancelled };
std::string_view name(Status status);

enum class Progress : std::uint8_t { open, finished, failed };
std::string_view name(Progress progress);

struct Turn {
  TurnStarted started;
  Progress progress = Progress::open;
  std::string text{};  ///< As far as it is written.
  TurnFinished finished{};
  TurnFailed failed{};
};

/// One ballot: a judge reading two seats in one order.
struct Ballot {
  JudgeStarted started;
  Progress progress = Progress::open;  ///< `failed`: cut by a restart, to be asked again.
  JudgeVoted voted{};
};

struct State {
  DebateStarted plan{};
  Status status = Status::running;
  bool has_started = false;
  RoundStarted round{};  ///< 0 before the first.
  std::vector<RoundStarted> rounds{};
  std::vector<Turn> turns{};
  std::vector<Ballot> ballots{};
  bool has_partial_verdict = false;
  std::string verdict{};  ///< Empty until it is there.
  bool is_degraded = false;
  std::vector<std::string> missing{};
  std::string reason{};  ///< Of the last change of status.

  Spend spent{};
  llm::Usage usage{};
  std::optional<BudgetChanged> told{};  ///< The last `budget` event.
  std::int64_t active_ms = 0;           ///< Without the time in which nobody ran it.
  UnixMs last_ms = 0;
  std::uint64_t last_seq = 0;

  bool is_over() const { return status != Status::running && status != Status::paused; }
  bool has_open_calls() const;
  Spend reserved() const;  ///< Of all calls under way.

  const Seat* seat(std::string_view id) const;
  /// Index of the seat in the plan; seats of the log are always there.
  std::size_t index(std::string_view seat_id) const;

  /// What the seat said in that round, or nothing.
  const Turn* answer(std::string_view seat_id, std::int64_t round) const;
  /// All it said, in order.
  std::vector<const Turn*> answers(std::string_view seat_id) const;
  /// Seats that said anything, in order of the plan.
  std::vector<const Seat*> heard() const;
};

/// What `usage` costs; nothing where the price is unknown.
std::optional<Money> cost(const std::optional<llm::Price>& price, const llm::Usage& usage);

/// A ballot that a restart had cut is under way again. It needs no line of its own: the log already
/// says that it was begun.
void reopen(State& state, std::string_view judge, std::string_view order);

void apply(State& state, const Event& event, std::uint64_t seq, UnixMs at_ms);

/// Refuses a log with a gap, or one that is not ours.
Result<> apply(State& state, const store::LogEvent& line);

}  // namespace quorum::debate
