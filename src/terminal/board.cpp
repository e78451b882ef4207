#include "terminal/board.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "terminal/panels.hpp"
#include "terminal/text.hpp"
#include "terminal/words.hpp"

namespace quorum::terminal {
namespace {

using debate::Status;

constexpr std::size_t kColumnsMin = 12;  // Narrower ones wrap what we send.

void append(std::vector<Line>& lines, std::vector<Line> more) {
  lines.insert(lines.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
}

Line end_words(const debate::State& state) {
  const auto reason = state.reason.empty() ? "" : ": " + reason_words(state.reason);
  switch (state.status) {
    case Status::failed: return Line{}.add("The debate failed" + reason, Ink::bad);
    case Status::cancelled: return Line{}.add("The debate was cancelled" + reason, Ink::bold);
    case Status::completed:
    case Status::running:
    case Status::paused: break;
  }
  return {};
}

}  // namespace

Frame Board::draw(const View& view, Size size, UnixMs now_ms) {
  Frame frame;
  if (!view.state().has_started) return frame;
  size.columns = std::max(size.columns, kColumnsMin);
  add_done(view, size.columns, frame);
  if (!has_end_) frame.live = draw_live(view, size, now_ms);
  // The last column stays free: some terminals wrap as soon as it is written.
  for (auto* lines : {&frame.done, &frame.live}) {
    for (auto& line : *lines) line.cut(size.columns - 1);
  }
  return frame;
}

void Board::add_done(const View& view, std::size_t columns, Frame& frame) {
  const auto& state = view.state();
  if (!has_title_) {
    append(frame.done, draw_title(view, columns));
    frame.done.emplace_back();
    has_title_ = true;
  }
  while (rounds_done_ < state.rounds.size()) {
    const auto& round = state.rounds[rounds_done_];
    const bool is_last = rounds_done_ + 1 == state.rounds.size();
    const bool is_arguing = is_last && !state.is_over() && state.ballots.empty();
    if (is_arguing && !view.is_round_over(round.round)) break;
    append(frame.done, draw_round(view, round, {.columns = columns}));
    frame.done.emplace_back();
    ++rounds_done_;
  }
  for (; missing_told_ < state.missing.size(); ++missing_told_) {
    const auto words = "Going on without " + seat_label(state, state.missing[missing_told_]);
    frame.done.push_back(Line{}.add(words, Ink::bad));
  }
  if (!state.is_over() || has_end_) return;
  append(frame.done, draw_verdict(view, columns));
  if (auto words = end_words(state); words.width() > 0) frame.done.push_back(std::move(words));
  has_end_ = true;
}

std::vector<Line> Board::draw_live(const View& view, Size size, UnixMs now_ms) const {
  const auto& state = view.state();
  std::vector<Line> live;
  if (rounds_done_ < state.rounds.size()) {
    // Heading, hint and the row below the live part take 3; every row of panels has 2 borders.
    const auto rows = panel_rows(state.plan.seats.size(), size.columns);
    const auto room = size.rows > 3 ? size.rows - 3 : 1;
    const auto body = room / rows > 3 ? room / rows - 2 : 1;
    live = draw_round(view, state.rounds.back(),
                      {.columns = size.columns, .body_rows_max = body, .now_ms = now_ms});
  } else if (!state.ballots.empty()) {
    live = draw_judging(view, size.columns);
  }
  std::string words = state.status == Status::paused ? "paused" : "";
  if (state.status == Status::paused && !state.reason.empty()) {
    words += ": " + reason_words(state.reason);
  }
  if (const auto cost = cost_words(state.spent); !cost.empty()) {
    words += (words.empty() ? "" : " · ") + cost;
  }
  if (!hint_.empty()) words += (words.empty() ? "" : " · ") + hint_;
  live.push_back(Line{}.add(words, Ink::dim));
  return live;
}

}  // namespace quorum::terminal
