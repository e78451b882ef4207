#include "debate/record/state.hpp"

#include <algorithm>
#include <utility>

#include "core/try.hpp"
#include "debate/record/read.hpp"

namespace quorum::debate {
namespace {

Turn* find_turn(State& state, std::string_view id) {
  // From the end: the turns that change are the latest ones.
  const auto found = std::find_if(state.turns.rbegin(), state.turns.rend(),
                                  [id](const Turn& turn) { return turn.started.turn_id == id; });
  return found == state.turns.rend() ? nullptr : &*found;
}

Ballot* find_ballot(State& state, std::string_view judge, std::string_view order) {
  const auto found = std::ranges::find_if(state.ballots, [&](const Ballot& ballot) {
    return ballot.started.judge == judge && ballot.started.order == order;
  });
  return found == state.ballots.end() ? nullptr : &*found;
}

void pay(State& state, const llm::Usage& usage, const std::optional<Money>& cost) {
  state.usage += usage;
  state.spent += Spend{.usd = cost.value_or(Money{}),
                       .tokens = usage.total(),
                       .has_unknown_price = !cost && usage.total() > 0};
}

void fold(State& state, const DebateStarted& event) {
  state.plan = event;
  state.has_started = true;
}

void fold(State& state, const RoundStarted& event) {
  state.round = event;
  state.rounds.push_back(event);
}

void fold(State& state, const TurnStarted& event) { state.turns.push_back({.started = event}); }

void fold(State& state, const TurnDelta& event) {
  if (auto* turn = find_turn(state, event.turn_id)) turn->text += event.text;
}

void fold(State& state, const TurnFinished& event) {
  auto* turn = find_turn(state, event.turn_id);
  if (turn == nullptr) return;
  turn->progress = Progress::finished;
  turn->text = event.text;
  turn->finished = event;
  pay(state, event.usage, event.cost_usd);
}

void fold(State& state, const TurnFailed& event) {
  auto* turn = find_turn(state, event.turn_id);
  if (turn == nullptr) return;
  turn->progress = Progress::failed;
  turn->failed = event;
  state.spent += event.spent;
}

void fold(State& state, const JudgeStarted& event) { state.ballots.push_back({.started = event}); }

void fold(State& state, const JudgeVoted& event) {
  auto* ballot = find_ballot(state, event.judge, event.order);
  if (ballot == nullptr) return;
  ballot->progress = Progress::finished;
  ballot->voted = event;
  pay(state, event.usage, event.cost_usd);
}

void fold(State& state, const VerdictReached& event) {
  if (event.is_partial) {
    state.has_partial_verdict = true;
    return;
  }
  state.verdict = event.json;
  pay(state, event.usage, event.cost_usd);
}

void fold(State& state, const BudgetChanged& event) { state.told = event; }

void resume(State& state, const DebateTurned& event) {
  state.status = Status::running;
  if (event.reason != kRestart) return;
  for (auto& ballot : state.ballots) {
    if (ballot.progress == Progress::finished) continue;
    ballot.progress = Progress::failed;
    // It was asked, once more by every process before this one, and may have been billed.
    state.spent += ballot.started.reserved;
  }
}

void fold(State& state, const DebateTurned& event) {
  state.reason = event.reason;
  switch (event.to) {
    case Turning::paused: state.status = Status::paused; break;
    case Turning::resumed: resume(state, event); break;
    case Turning::degraded:
      state.is_degraded = true;
      state.missing.insert(state.missing.end(), event.missing.begin(), event.missing.end());
      break;
    case Turning::completed: state.status = Status::completed; break;
    case Turning::failed: state.status = Status::failed; break;
    case Turning::cancelled: state.status = Status::cancelled; break;
  }
}

void fold(State&, const Unknown&) {}

// Time in which no process ran the debate, or in which it was paused, is nobody's.
void count_time(State& state, const Event& event, UnixMs at_ms) {
  const auto* turned = std::get_if<DebateTurned>(&event);
  const bool was_idle = turned != nullptr && turned->to == Turning::resumed;
  if (state.last_ms != 0 && !was_idle)
    state.active_ms += std::max<UnixMs>(at_ms - state.last_ms, 0);
  state.last_ms = at_ms;
}

}  // namespace

std::string_view name(Status status) {
  switch (status) {
    case Status::running: return "running";
    case Status::paused: return "paused";
    case Status::completed: return "completed";
    case Status::failed: return "failed";
    case Status::cancelled: return "cancelled";
  }
  return {};
}

std::string_view name(Progress progress) {
  switch (progress) {
    case Progress::open: return "open";
    case Progress::finished: return "finished";
    case Progress::failed: return "failed";
  }
  return {};
}

bool State::has_open_calls() const {
  const auto is_open = [](const auto& call) { return call.progress == Progress::open; };
  return std::ranges::any_of(turns, is_open) || std::ranges::any_of(ballots, is_open);
}

Spend State::reserved() const {
  Spend sum;
  for (const auto& turn : turns) {
    if (turn.progress == Progress::open) sum += turn.started.reserved;
  }
  for (const auto& ballot : ballots) {
    if (ballot.progress == Progress::open) sum += ballot.started.reserved;
  }
  return sum;
}

const Seat* State::seat(std::string_view id) const {
  const auto found = std::ranges::find(plan.seats, id, &Seat::id);
  return found == plan.seats.end() ? nullptr : &*found;
}

std::size_t State::index(std::string_view seat_id) const {
  return static_cast<std::size_t>(std::ranges::find(plan.seats, seat_id, &Seat::id) -
                                  plan.seats.begin());
}

const Turn* State::answer(std::string_view seat_id, std::int64_t round_number) const {
  const auto found = std::ranges::find_if(turns, [&](const Turn& turn) {
    return turn.started.seat == seat_id && turn.started.round == round_number &&
           turn.progress == Progress::finished;
  });
  return found == turns.end() ? nullptr : &*found;
}

std::vector<const Turn*> State::answers(std::string_view seat_id) const {
  std::vector<const Turn*> all;
  for (const auto& turn : turns) {
    if (turn.started.seat == seat_id && turn.progress == Progress::finished) all.push_back(&turn);
  }
  return all;
}

std::vector<const Seat*> State::heard() const {
  std::vector<const Seat*> all;
  for (const auto& one : plan.seats) {
    if (!answers(one.id).empty()) all.push_back(&one);
  }
  return all;
}

void reopen(State& state, std::string_view judge, std::string_view order) {
  if (auto* ballot = find_ballot(state, judge, order)) ballot->progress = Progress::open;
}

std::optional<Money> cost(const std::optional<llm::Price>& price, const llm::Usage& usage) {
  if (!price) return std::nullopt;
  return price->of(usage);
}

void apply(State& state, const Event& event, std::uint64_t seq, UnixMs at_ms) {
  count_time(state, event, at_ms);
  state.last_seq = seq;
  std::visit([&state](const auto& what) { fold(state, what); }, event);
}

Result<> apply(State& state, const store::LogEvent& line) {
  if (line.seq != state.last_seq + 1) {
    return Error{.code = Errc::internal,
                 .message = "the debate's log has a gap",
                 .detail = "after event " + std::to_string(state.last_seq)};
  }
  QUORUM_TRY(const auto event, read(line.name, line.data));
  apply(state, event, line.seq, line.at_ms);
  return {};
}

}  // namespace quorum::debate
