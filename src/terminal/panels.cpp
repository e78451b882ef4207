#include "terminal/panels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "terminal/text.hpp"
#include "terminal/words.hpp"

namespace quorum::terminal {
namespace {

using debate::Progress;

constexpr std::size_t kPanelColumnsMin = 34;
constexpr std::size_t kPanelColumnsMax = 100;
constexpr std::size_t kTextColumnsMax = 96;  // A longer line is hard to read.

/// The last column stays free: some terminals wrap as soon as it is written.
std::size_t usable(std::size_t columns) { return std::max<std::size_t>(columns, 12) - 1; }

struct Grid {
  std::size_t per_row;
  std::size_t rows;
  std::size_t panel_columns;
};

Grid grid(std::size_t seats, std::size_t columns) {
  const auto room = usable(columns);
  const auto fit = std::clamp<std::size_t>((room + 1) / (kPanelColumnsMin + 1), 1, seats);
  const auto rows = (seats + fit - 1) / fit;
  const auto per_row = (seats + rows - 1) / rows;
  return {per_row, rows, std::min((room + 1) / per_row - 1, kPanelColumnsMax)};
}

/// As many of the words as fit.
std::string joined(const std::vector<std::string>& words, std::size_t columns) {
  std::string line;
  for (const auto& word : words) {
    auto longer = line;
    if (!line.empty()) longer += " · ";
    longer += word;
    if (width(longer) > columns) break;
    line = std::move(longer);
  }
  return line;
}

/// One seat's part of a round.
struct Panel {
  std::size_t seat = 0;
  std::string title;
  std::string state;
  Ink state_ink = Ink::dim;
  std::vector<Line> body;
  std::string foot;
};

std::pair<std::string, Ink> state_words(const debate::Turn* turn, const View::Pace& pace,
                                        UnixMs now_ms) {
  if (turn == nullptr) return {"○ queued", Ink::dim};
  switch (turn->progress) {
    case Progress::finished: return {"● done", Ink::dim};
    case Progress::failed:
      return turn->failed.will_retry ? std::pair("○ asked again", Ink::dim)
                                     : std::pair("✕ failed", Ink::bad);
    case Progress::open: break;
  }
  if (pace.first_token_ms) return {"◑ speaking", Ink::seat_bold};
  const auto waited_s = (now_ms - pace.began_ms) / 1000;
  return {waited_s > 0 ? fmt::format("◔ thinking {} s", waited_s) : "◔ thinking", Ink::seat};
}

std::vector<Line> body_of(const debate::Turn* turn, std::size_t columns, std::size_t rows_max) {
  std::vector<Line> body;
  if (turn == nullptr) return body;
  for (const auto& text : wrap(clean(turn->text), columns)) body.push_back(Line{}.add(text));
  if (turn->progress == Progress::failed) {
    for (const auto& text : wrap(clean(turn->failed.error.message), columns)) {
      body.push_back(Line{}.add(text, Ink::bad));
    }
  }
  if (body.size() > rows_max) {
    body.erase(body.begin(), body.end() - static_cast<std::ptrdiff_t>(rows_max));
  }
  return body;
}

Panel panel_of(const View& view, std::size_t seat, std::int64_t round, std::size_t columns,
               const RoundLook& look) {
  const auto& plan = view.state().plan.seats[seat];
  const auto* turn = view.turn(plan.id, round);
  const auto pace = turn == nullptr ? View::Pace{} : view.pace(turn->started.turn_id);
  auto [state, ink] = state_words(turn, pace, look.now_ms);
  return {.seat = seat,
          .title = seat_label(view.state(), plan.id),
          .state = std::move(state),
          .state_ink = ink,
          .body = body_of(turn, columns - 4, look.body_rows_max),
          .foot = turn == nullptr ? "" : joined(pace_words(*turn, pace), columns - 6)};
}

/// `╭─ A Tea ──────── ● done ─╮`, `│ … │` times `rows`, `╰─ 80 tokens/s ───╯`.
std::vector<Line> draw_panel(const Panel& panel, std::size_t columns, std::size_t rows) {
  const auto seat = panel.seat;
  const auto room = columns - 8 - std::min(width(panel.state), columns - 8);
  Line top;
  top.add("╭─ ", Ink::seat, seat)
      .add(cut(panel.title, std::max<std::size_t>(room, 1)), Ink::seat_bold, seat);
  top.add(" ", Ink::seat, seat);
  const auto state = cut(panel.state, columns - std::min(columns, top.width() + 4));
  top.fill(columns - std::min(columns, width(state) + 4), "─", Ink::seat, seat);
  top.add(" ", Ink::seat, seat).add(state, panel.state_ink, seat);
  top.add(" ─╮", Ink::seat, seat);

  std::vector<Line> lines{std::move(top)};
  for (std::size_t row = 0; row < rows; ++row) {
    Line line;
    line.add("│ ", Ink::seat, seat);
    if (row < panel.body.size()) line.add(panel.body[row]);
    lines.push_back(std::move(line.fill(columns - 2).add(" │", Ink::seat, seat)));
  }

  Line bottom;
  bottom.add("╰─", Ink::seat, seat);
  if (!panel.foot.empty())
    bottom.add(" ", Ink::seat, seat).add(panel.foot, Ink::dim).add(" ", Ink::seat, seat);
  lines.push_back(
      std::move(bottom.fill(columns - 1, "─", Ink::seat, seat).add("╯", Ink::seat, seat)));
  return lines;
}

void add_row(std::vector<Line>& lines, const std::vector<Panel>& panels, std::size_t columns) {
  std::size_t rows = 1;
  for (const auto& panel : panels) rows = std::max(rows, panel.body.size());
  std::vector<Line> row;
  for (const auto& panel : panels) {
    const auto drawn = draw_panel(panel, columns, rows);
    row.resize(drawn.size());
    for (std::size_t at = 0; at < drawn.size(); ++at) {
      if (row[at].width() > 0) row[at].add(" ");
      row[at].add(drawn[at]);
    }
  }
  lines.insert(lines.end(), row.begin(), row.end());
}

void add_wrapped(std::vector<Line>& lines, std::string_view text, std::size_t columns,
                 std::string_view first, Ink ink) {
  const auto room = std::min(usable(columns), kTextColumnsMax);
  const auto indent = width(first);
  bool is_first = true;
  for (const auto& part : wrap(text, room - std::min(room - 1, indent))) {
    lines.push_back(Line{}.add(is_first ? first : std::string(indent, ' '), ink).add(part, ink));
    is_first = false;
  }
}

/// −1 to +1 as a bar: the first seat on the left, a tie in the middle, the interval shaded.
Line draw_scale(const View& view, const Verdict& verdict, std::size_t columns) {
  constexpr std::size_t kCells = 41;
  const auto& seats = view.state().plan.seats;
  const auto left = seat_label(view.state(), seats[0].id);
  const auto right = seat_label(view.state(), seats[1].id);
  if (width(left) + width(right) + kCells + 4 > usable(columns)) return {};

  const auto cell = [](double value) {
    const auto from_left = (1 - std::clamp(value, -1.0, 1.0)) / 2 * (kCells - 1);
    return static_cast<std::size_t>(std::lround(from_left));
  };
  Line line;
  line.add(left, Ink::seat_bold, 0).add("  ");
  for (std::size_t at = 0; at < kCells; ++at) {
    const bool is_inside = at >= cell(verdict.high) && at <= cell(verdict.low);
    if (at == cell(verdict.margin)) {
      line.add("◆", Ink::bold);
    } else if (at == kCells / 2) {
      line.add("┊", Ink::bold);
    } else {
      line.add(is_inside ? "━" : "─", is_inside ? Ink::plain : Ink::dim);
    }
  }
  return line.add("  ").add(right, Ink::seat_bold, 1);
}

}  // namespace

std::vector<Line> draw_title(const View& view, std::size_t columns) {
  const auto& state = view.state();
  std::vector<Line> lines;
  add_wrapped(lines, clean(state.plan.question), columns, "", Ink::bold);
  for (std::size_t at = 0; at < state.plan.seats.size(); ++at) {
    const auto& seat = state.plan.seats[at];
    Line line;
    line.add(seat_label(state, seat.id), Ink::seat_bold, at)
        .add("  " + clean(seat.model), Ink::dim);
    lines.push_back(std::move(line));
  }
  add_wrapped(lines, small_models_words(state), columns, "", Ink::dim);
  return lines;
}

std::size_t panel_rows(std::size_t seats, std::size_t columns) { return grid(seats, columns).rows; }

std::vector<Line> draw_round(const View& view, const debate::RoundStarted& round, RoundLook look) {
  const auto& state = view.state();
  Line heading;
  heading.add(fmt::format("Round {} of {}", round.round, state.plan.rounds), Ink::bold);
  heading.add("  " + round_words(round), Ink::dim);

  std::vector<Line> lines{std::move(heading)};
  const auto grid_of = grid(state.plan.seats.size(), look.columns);
  std::vector<Panel> row;
  for (std::size_t seat = 0; seat < state.plan.seats.size(); ++seat) {
    row.push_back(panel_of(view, seat, round.round, grid_of.panel_columns, look));
    if (row.size() < grid_of.per_row && seat + 1 < state.plan.seats.size()) continue;
    add_row(lines, row, grid_of.panel_columns);
    row.clear();
  }
  return lines;
}

std::vector<Line> draw_judging(const View& view, std::size_t columns) {
  const auto& state = view.state();
  std::vector<Line> lines{Line{}.add("Judging", Ink::bold).add("  in both orders", Ink::dim)};
  for (const auto& ballot : state.ballots) {
    auto words = fmt::format("{}, {} shown first", short_model(ballot.started.judge),
                             clean(ballot.started.order.substr(0, 1)));
    const bool has_voted = ballot.progress == Progress::finished;
    if (has_voted) words += ": " + preference_words(state, vote_of(state, ballot.voted));
    lines.push_back(
        Line{}.add(has_voted ? "● " : "◔ ", Ink::dim).add(cut(words, usable(columns) - 2)));
  }
  return lines;
}

std::vector<Line> draw_verdict(const View& view, std::size_t columns) {
  const auto& state = view.state();
  if (state.verdict.empty()) return {};
  const auto verdict = read_verdict(state.verdict);
  if (!verdict) return {Line{}.add("The verdict cannot be read.", Ink::bad)};

  std::vector<Line> lines;
  const bool has_winner = verdict->outcome == Outcome::winner && state.seat(verdict->winner);
  Line title;
  title.add("Verdict  ", Ink::dim);
  title.add(outcome_title(state, *verdict), has_winner ? Ink::seat_bold : Ink::bold,
            has_winner ? state.index(verdict->winner) : 0);
  lines.push_back(std::move(title));
  add_wrapped(lines, verdict->answer, columns, "", Ink::plain);

  if (state.plan.seats.size() == 2 && verdict->outcome != Outcome::no_decision) {
    auto scale = draw_scale(view, *verdict, columns);
    if (scale.width() > 0) lines.push_back(std::move(scale));
  } else {
    for (const auto& rank : verdict->ranking) {
      lines.push_back(
          Line{}
              .add(fmt::format("{:+.2f}  ", rank.score))
              .add(seat_label(state, rank.seat), Ink::seat_bold, state.index(rank.seat)));
    }
  }
  add_wrapped(lines, margin_words(state, *verdict), columns, "", Ink::dim);
  for (const auto& reason : verdict->reasons) add_wrapped(lines, reason, columns, "• ", Ink::plain);
  for (const auto& vote : verdict->votes) {
    const auto first = vote.order.empty() ? "?" : seat_label(state, vote.order.front());
    add_wrapped(lines,
                fmt::format("{}, {} shown first: {}", short_model(vote.judge), first,
                            preference_words(state, vote)),
                columns, "Vote  ", Ink::dim);
  }
  for (const auto& finding : finding_words(state, *verdict, Detail::brief)) {
    add_wrapped(lines, finding.text, columns, finding.label + "  ", Ink::dim);
  }
  for (const auto& flag : verdict->flags)
    add_wrapped(lines, flag_words(flag), columns, "! ", Ink::plain);
  return lines;
}

}  // namespace quorum::terminal
