#include "debate/rules/engine.hpp"

#include <algorithm>
#include <utility>

#include "debate/format/prompt.hpp"
#include "debate/judging/ballot.hpp"
#include "debate/rules/budget.hpp"

namespace quorum::debate {
namespace {

using Actions = std::vector<Action>;

constexpr std::int64_t kAttemptsMax = 3;
constexpr std::int64_t kWaitMs = 500;
constexpr std::int64_t kWaitMsMax = 30'000;

// A local worker reads one ballot at a time; a provider may have limits on calls at once.
constexpr std::size_t kLocalBallotsMax = 2;
constexpr std::size_t kBallotsMax = 8;

constexpr std::string_view kInterrupted = "interrupted";

Emit turned(Turning to, std::string reason, std::vector<std::string> missing = {}) {
  return {DebateTurned{.to = to, .reason = std::move(reason), .missing = std::move(missing)}};
}

/// Attempts that failed by themselves: those a restart cut are nobody's fault.
std::int64_t failures(const State& state, std::string_view seat, std::int64_t round) {
  return std::ranges::count_if(state.turns, [&](const Turn& turn) {
    return turn.started.seat == seat && turn.started.round == round &&
           turn.progress == Progress::failed && turn.failed.error.type != kInterrupted;
  });
}

const Turn* last_turn(const State& state, std::string_view seat, std::int64_t round) {
  const auto found = std::find_if(state.turns.rbegin(), state.turns.rend(), [&](const Turn& turn) {
    return turn.started.seat == seat && turn.started.round == round;
  });
  return found == state.turns.rend() ? nullptr : &*found;
}

std::int64_t wait_ms(const State& state, const Turn* last) {
  if (last == nullptr || last->failed.error.type == kInterrupted) return 0;
  const auto count = failures(state, last->started.seat, last->started.round);
  return std::max(kWaitMs << std::min<std::int64_t>(count - 1, 5), last->failed.retry_after_ms);
}

bool tells_something_new(const State& state, const Spend& reserved) {
  if (!state.told) return state.spent != Spend{} || reserved != Spend{};
  return state.spent != state.told->spent || reserved != state.told->reserved;
}

/// Seats to ask in the round under way.
struct Missing {
  std::vector<Ask> asks{};
  bool is_waiting = false;  ///< Some call of the round is under way.
};

Missing missing_turns(const State& state) {
  Missing missing;
  Spend planned;
  const auto aside = worst_judging(state);
  for (const auto& seat : state.plan.seats) {
    const auto* last = last_turn(state, seat.id, state.round.round);
    if (last != nullptr && last->progress == Progress::open) missing.is_waiting = true;
    const bool is_due =
        last == nullptr || (last->progress == Progress::failed && last->failed.will_retry);
    if (!is_due || !has_time(state, Stage::arguing)) continue;
    const auto worst = worst_case(turn_chat(state, seat), seat.tokens_max, seat.price);
    auto sum = planned;
    sum += worst;
    auto with_judging = sum;
    with_judging += aside;
    if (!fits(state, with_judging)) continue;
    planned = sum;
    const auto attempt = failures(state, seat.id, state.round.round) + 1;
    missing.asks.push_back({.started = {.seat = seat.id,
                                        .round = state.round.round,
                                        .model = seat.model,
                                        .attempt = attempt,
                                        .reserved = worst},
                            .wait_ms = wait_ms(state, last)});
  }
  return missing;
}

/// A round lasts at least as long as the ones before it: without that time it would be cut.
bool has_time_for_round(const State& state) {
  std::int64_t longest = 1;
  for (const auto& turn : state.turns) longest = std::max(longest, turn.finished.ms);
  return ms_left(state, Stage::arguing).value_or(longest) >= longest;
}

/// `round.started`, or nothing where it cannot be paid for or finished.
std::optional<Emit> open_round(const State& state, std::int64_t number) {
  auto ahead = state;
  ahead.round = {
      .round = number, .kind = std::string(kind_of_round(number, state.plan.rounds)), .angle = {}};
  const auto is_small = [](const Seat& seat) { return seat.profile != Profile::standard; };
  if (std::ranges::any_of(state.plan.seats, is_small)) {
    ahead.round.angle = std::string(angle_of_round(number));
  }
  auto worst = worst_round(ahead);
  worst += worst_judging(ahead);
  if (!has_time_for_round(state) || !fits(state, worst)) return std::nullopt;
  return Emit{ahead.round};
}

/// Ballots to ask for now.
struct MissingBallots {
  std::vector<AskJudge> asks{};
  bool is_waiting = false;
  bool is_unaffordable = false;
};

std::size_t open_ballots(const State& state, const Judge& judge) {
  return static_cast<std::size_t>(
      std::ranges::count_if(state.ballots, [&judge](const Ballot& ballot) {
        return ballot.started.judge == judge.model && ballot.progress == Progress::open;
      }));
}

const Ballot* find_ballot(const State& state, const Judge& judge, std::string_view order) {
  const auto found = std::ranges::find_if(state.ballots, [&](const Ballot& ballot) {
    return ballot.started.judge == judge.model && ballot.started.order == order;
  });
  return found == state.ballots.end() ? nullptr : &*found;
}

MissingBallots missing_ballots(const State& state) {
  MissingBallots missing;
  Spend planned;
  const bool has_time_left = has_time(state, Stage::judging);
  for (const auto& judge : state.plan.judges) {
    const auto at_once_max = judge.is_local ? kLocalBallotsMax : kBallotsMax;
    auto open = open_ballots(state, judge);
    missing.is_waiting = missing.is_waiting || open > 0;
    for (const auto& [by, order] : ballots_of(state)) {
      if (by != &judge) continue;
      const auto* ballot = find_ballot(state, judge, order);
      const bool is_due = ballot == nullptr || ballot->progress == Progress::failed;
      if (!is_due || !has_time_left) continue;
      if (open >= at_once_max) break;
      const auto worst = worst_vote(state, judge, order);
      auto sum = planned;
      sum += worst;
      if (!fits(state, sum)) {
        missing.is_unaffordable = true;
        continue;
      }
      planned = sum;
      ++open;
      missing.asks.push_back({.started = {.judge = judge.model, .order = order, .reserved = worst},
                              .is_announced = ballot != nullptr});
    }
  }
  return missing;
}

std::vector<std::string> who_is_missing(const State& state) {
  std::vector<std::string> missing;
  for (const auto& seat : state.plan.seats) {
    if (state.answers(seat.id).empty()) missing.push_back(seat.id);
  }
  if (state.heard().size() < 2) return missing;
  for (auto& judge : silent_judges(state)) missing.push_back(std::move(judge));
  return missing;
}

// A small chair writes why the winner won, so it needs one.
bool needs_chair(const State& state) {
  if (!state.plan.chair || !has_time(state, Stage::judging)) return false;
  if (!fits(state, worst_chair(state))) return false;
  const auto tally = count(state);
  if (!state.plan.chair->is_small) return true;
  return tally.outcome == Outcome::winner && !tally.winner->position.empty();
}

Actions emit_all(std::vector<Event> events) {
  Actions actions;
  for (auto& event : events) actions.emplace_back(Emit{std::move(event)});
  return actions;
}

Actions judge(const State& state) {
  auto ballots = missing_ballots(state);
  if (!ballots.asks.empty()) {
    return {std::make_move_iterator(ballots.asks.begin()),
            std::make_move_iterator(ballots.asks.end())};
  }
  if (ballots.is_waiting) return {};
  if (ballots.is_unaffordable) return {turned(Turning::failed, "budget")};
  if (!state.is_degraded) {
    auto missing = who_is_missing(state);
    if (!missing.empty()) {
      return {turned(Turning::degraded, "gave nothing in the whole debate", std::move(missing))};
    }
  }
  if (!state.has_partial_verdict) return {Emit{partial_verdict(state)}};
  if (needs_chair(state)) return {AskChair{}};
  return emit_all(conclude(state, {}));
}

Actions close_round(const State& state) {
  if (state.heard().empty()) {
    return {turned(Turning::failed, has_time(state, Stage::arguing) ? "no_answers" : "budget")};
  }
  if (state.round.round < state.plan.rounds && !state.has_partial_verdict &&
      state.ballots.empty()) {
    if (auto round = open_round(state, state.round.round + 1)) return {std::move(*round)};
  }
  return judge(state);
}

}  // namespace

std::vector<Action> next(const State& state) {
  if (!state.has_started || state.is_over()) return {};
  const auto reserved = state.reserved();
  if (tells_something_new(state, reserved)) {
    return {Emit{BudgetChanged{.spent = state.spent,
                               .seconds = state.active_ms / 1000,
                               .reserved = reserved,
                               .cap = state.plan.budget}}};
  }
  if (state.status == Status::paused) return {};
  if (!state.verdict.empty()) return {turned(Turning::completed, "verdict")};
  if (state.round.round == 0) {
    auto round = open_round(state, 1);
    return {round ? std::move(*round) : turned(Turning::failed, "budget")};
  }
  auto turns = missing_turns(state);
  if (!turns.asks.empty() && state.ballots.empty()) {
    return {std::make_move_iterator(turns.asks.begin()), std::make_move_iterator(turns.asks.end())};
  }
  if (turns.is_waiting) return {};
  return close_round(state);
}

TurnStarted numbered(const State& state, TurnStarted turn) {
  turn.turn_id = "t" + std::to_string(state.turns.size() + 1);
  turn.call_id = state.plan.id + "." + turn.turn_id;
  return turn;
}

std::vector<Event> conclude(const State& state, const ChairAnswer& chair) {
  std::vector<Event> events;
  if (chair.error) {
    events.emplace_back(DebateTurned{.to = Turning::degraded,
                                     .reason = "the chair failed: " + chair.error->message,
                                     .missing = {"chair"}});
  }
  events.emplace_back(verdict(state, chair));
  return events;
}

bool should_retry(const State& state, const Turn& turn, const Error& error) {
  const bool can_pass = error.code == Errc::upstream_failed || error.code == Errc::unavailable ||
                        error.code == Errc::rate_limited || error.code == Errc::deadline_exceeded;
  const bool is_soon = !error.retry_after || error.retry_after->count() <= kWaitMsMax;
  const auto attempts = failures(state, turn.started.seat, turn.started.round) + 1;
  return can_pass && is_soon && attempts < kAttemptsMax && has_time(state, Stage::arguing);
}

TurnFailed interrupted(const Turn& turn) {
  return {.turn_id = turn.started.turn_id,
          .error = {.type = std::string(kInterrupted),
                    .message = "The process that ran this turn ended before the turn did."},
          .will_retry = true,
          // What the provider has billed for it is not known.
          .spent = turn.started.reserved};
}

}  // namespace quorum::debate
