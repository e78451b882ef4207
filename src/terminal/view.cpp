#include "terminal/view.hpp"

#include <algorithm>

#include "core/try.hpp"
#include "debate/record/read.hpp"

namespace quorum::terminal {

using debate::Progress;

Result<> View::apply(const store::LogEvent& line, UnixMs now_ms) {
  if (line.seq <= state_.last_seq) return {};
  QUORUM_CHECK(debate::apply(state_, line));
  QUORUM_TRY(const auto event, debate::read(line.name, line.data));

  if (const auto* started = std::get_if<debate::TurnStarted>(&event)) {
    paces_[started->turn_id].began_ms = now_ms;
  } else if (const auto* delta = std::get_if<debate::TurnDelta>(&event)) {
    auto& pace = paces_[delta->turn_id];
    if (!pace.first_token_ms) pace.first_token_ms = delta->ms;
    pace.ms = delta->ms;
  } else if (const auto* finished = std::get_if<debate::TurnFinished>(&event)) {
    auto& pace = paces_[finished->turn_id];
    pace.first_token_ms = finished->first_token_ms;
    pace.ms = finished->ms;
  }
  return {};
}

View::Pace View::pace(const std::string& turn_id) const {
  const auto found = paces_.find(turn_id);
  return found == paces_.end() ? Pace{} : found->second;
}

const debate::Turn* View::turn(std::string_view seat_id, std::int64_t round) const {
  const auto& turns = state_.turns;
  const auto found = std::find_if(turns.rbegin(), turns.rend(), [&](const debate::Turn& turn) {
    return turn.started.seat == seat_id && turn.started.round == round;
  });
  return found == turns.rend() ? nullptr : &*found;
}

bool View::is_round_over(std::int64_t round) const {
  return std::ranges::all_of(state_.plan.seats, [&](const debate::Seat& seat) {
    const auto* latest = turn(seat.id, round);
    if (latest == nullptr || latest->progress == Progress::open) return false;
    return latest->progress == Progress::finished || !latest->failed.will_retry;
  });
}

}  // namespace quorum::terminal
