#include "debate/view/narrator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace quorum::debate {
namespace {

std::string title(const Seat& seat) {
  if (!seat.name.empty()) return fmt::format("{} ({})", seat.name, seat.model);
  if (!seat.position.empty()) return fmt::format("{} ({})", seat.position, seat.model);
  return seat.model;
}

}  // namespace

std::string Narrator::tell(const State& state, const Event& event) {
  if (const auto* round = std::get_if<RoundStarted>(&event)) {
    return fmt::format("Round {}, {}{}\n\n", round->round, round->kind,
                       round->angle.empty() ? "" : ", on " + round->angle);
  }
  if (const auto* turn = std::get_if<TurnStarted>(&event)) begin(state, *turn);
  if (const auto* delta = std::get_if<TurnDelta>(&event)) speak(*delta);
  if (const auto* turn = std::get_if<TurnFinished>(&event)) end(turn->turn_id, "");
  if (const auto* turn = std::get_if<TurnFailed>(&event)) {
    end(turn->turn_id, fmt::format(" [failed: {}{}]", turn->error.message,
                                   turn->will_retry ? " It is asked again." : ""));
  }
  if (const auto* vote = std::get_if<JudgeVoted>(&event)) {
    if (!vote->valid) return fmt::format("{} gave no valid vote.\n", vote->judge);
    return fmt::format("{} has read {} and voted.\n", vote->judge, vote->order);
  }
  return drain();
}

void Narrator::begin(const State& state, const TurnStarted& turn) {
  const auto* seat = state.seat(turn.seat);
  speakers_.push_back(
      {.turn_id = turn.turn_id, .heading = seat == nullptr ? turn.model : title(*seat)});
}

void Narrator::speak(const TurnDelta& delta) {
  if (auto* speaker = find(delta.turn_id)) speaker->held += delta.text;
}

void Narrator::end(const std::string& turn_id, std::string_view remark) {
  auto* speaker = find(turn_id);
  if (speaker == nullptr) return;
  speaker->held.append(remark).append("\n\n");
  speaker->has_ended = true;
}

Narrator::Speaker* Narrator::find(const std::string& turn_id) {
  const auto found = std::ranges::find(speakers_, turn_id, &Speaker::turn_id);
  return found == speakers_.end() ? nullptr : &*found;
}

std::string Narrator::drain() {
  std::string text;
  while (!speakers_.empty()) {
    // Whoever has spoken first is told first; a silent one must not hold the others back.
    const auto next = std::ranges::find_if(
        speakers_, [](const Speaker& speaker) { return !speaker.held.empty(); });
    if (!is_heading_told_ && next != speakers_.end()) {
      std::rotate(speakers_.begin(), next, next + 1);
    }
    auto& live = speakers_.front();
    if (live.held.empty()) return text;
    if (!std::exchange(is_heading_told_, true)) text += live.heading + ": ";
    text += std::exchange(live.held, {});
    if (!live.has_ended) return text;
    speakers_.erase(speakers_.begin());
    is_heading_told_ = false;
  }
  return text;
}

}  // namespace quorum::debate
