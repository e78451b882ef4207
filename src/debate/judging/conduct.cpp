#include "debate/judging/conduct.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "debate/format/sides.hpp"
#include "debate/format/text.hpp"
#include "debate/format/words.hpp"

namespace quorum::debate {
namespace {

// A side is named where at least this much of what only it is called stands in the line.
constexpr double kNamed = 0.5;

// A turn that takes up another's argument uses at least so many of its words: fewer come by chance.
constexpr std::size_t kTakenUp = 3;

// An answer that shares less of its words than this with the seat's first is about something else.
constexpr double kElsewhere = 0.05;
constexpr std::size_t kWordsMin = 8;  ///< Of an answer that can be compared at all.

constexpr std::array<std::string_view, 8> kDenials{"not",    "never",   "neither", "nor",
                                                   "cannot", "against", "no",      "without"};

/// Where every side's own words are counted, those that all of them have say nothing.
double named_part(const WordSet& line, const std::string& side,
                  const std::vector<std::string>& all) {
  auto own = words_of(side);
  for (const auto& other : all) {
    if (other != side) subtract(own, words_of(other));
  }
  for (const auto* filler : {"a", "an", "the", "is", "are", "to", "of"}) own.erase(filler);
  return own.empty()
             ? 0
             : static_cast<double>(shared_count(own, line)) / static_cast<double>(own.size());
}

std::string yes_or_no(const std::vector<std::string>& sides, std::string_view line) {
  const auto is_letter = [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; };
  const auto end = std::ranges::find_if_not(line, is_letter);
  const auto first = words_of(line.substr(0, static_cast<std::size_t>(end - line.begin())));
  for (const auto& side : sides) {
    if (!first.empty() && words_of(side) == first) return side;
  }
  return {};
}

/// What a turn says besides its position.
std::string_view argument(std::string_view text) {
  const auto line = position_line(text);
  const auto at = line.empty() ? std::string_view::npos : text.rfind(line);
  if (at == std::string_view::npos) return text;
  const auto begin = text.rfind('\n', at);
  return begin == std::string_view::npos ? std::string_view() : text.substr(0, begin);
}

/// A seat on its way from one side to another.
struct Change {
  const Turn* last = nullptr;  ///< Plainly on the old side.
  const Turn* turn = nullptr;  ///< Plainly on the new one.
  std::string to{};
};

/// What the seat said on the way that neither the question nor its own answers before had.
WordSet new_words(const State& state, const std::vector<std::string>& sides, const Change& change) {
  const auto& by = change.turn->started;
  WordSet words;
  WordSet known = words_of(state.plan.question);
  for (const auto& side : sides) known.merge(words_of(side));
  for (const auto* said : state.answers(by.seat)) {
    const auto round = said->started.round;
    if (round <= change.last->started.round)
      known.merge(words_of(said->text));
    else if (round <= by.round)
      words.merge(content_words(argument(said->text)));
  }
  subtract(words, known);
  return words;
}

std::vector<std::string> argued_by(const State& state, const std::vector<std::string>& sides,
                                   const Change& change) {
  const auto taken = new_words(state, sides, change);
  std::vector<std::string> seats;
  for (const auto& peer : state.plan.seats) {
    if (peer.id == change.turn->started.seat) continue;
    WordSet heard;
    for (const auto* said : state.answers(peer.id)) {
      if (said->started.round >= change.turn->started.round) continue;
      const auto side = stance(sides, *said);
      const bool is_for_it = side.empty() ? peer.position == change.to : side == change.to;
      if (is_for_it) heard.merge(words_of(said->text));
    }
    if (shared_count(taken, heard) >= kTakenUp) seats.push_back(peer.id);
  }
  return seats;
}

/// One seat's answers, each with the side it plainly takes.
struct Course {
  const Seat* seat = nullptr;
  std::vector<std::pair<const Turn*, std::string>> steps{};
};

Course course_of(const State& state, const std::vector<std::string>& sides, const Seat& seat) {
  Course course{.seat = &seat};
  for (const auto* turn : state.answers(seat.id)) {
    course.steps.emplace_back(turn, stance(sides, *turn));
  }
  return course;
}

void find_changes(const State& state, const std::vector<std::string>& sides, const Course& course,
                  Conduct& conduct) {
  const std::pair<const Turn*, std::string>* last = nullptr;
  bool has_hedged = false;
  for (const auto& step : course.steps) {
    if (step.second.empty()) {
      has_hedged = true;
      continue;
    }
    if (last != nullptr) conduct.can_tell = true;
    if (last != nullptr && last->second != step.second) {
      if (has_hedged) conduct.drifts.push_back({course.seat, DriftKind::gradual, step.first});
      const Change change{.last = last->first, .turn = step.first, .to = step.second};
      conduct.flips.push_back({.seat = course.seat,
                               .from = last->second,
                               .to = step.second,
                               .turn = step.first,
                               .argued_by = argued_by(state, sides, change)});
    }
    last = &step;
    has_hedged = false;
  }
  const auto& assigned = course.seat->position;
  if (last == nullptr || std::ranges::find(sides, assigned) == sides.end()) return;
  if (last->second != assigned) {
    conduct.drifts.push_back({course.seat, DriftKind::assigned_side, last->first});
  }
}

void find_wandering(const State& state, const Course& course, Conduct& conduct) {
  if (course.steps.size() < 2) return;
  const auto first = content_words(course.steps.front().first->text);
  const auto last = content_words(course.steps.back().first->text);
  if (first.size() < kWordsMin || last.size() < kWordsMin) return;
  auto asked = content_words(state.plan.question);
  for (const auto& side : sides_in_play(state)) asked.merge(content_words(side));
  const bool was_there = shared_count(first, asked) > 0;
  if (was_there && shared_count(last, asked) == 0 && overlap(first, last) < kElsewhere) {
    conduct.drifts.push_back({course.seat, DriftKind::question, course.steps.back().first});
  }
}

using Votes = std::vector<std::pair<std::string, std::int64_t>>;

void count_vote(Votes& votes, const std::string& side) {
  if (side.empty()) return;
  const auto found = std::ranges::find(votes, side, &Votes::value_type::first);
  if (found == votes.end()) {
    votes.emplace_back(side, 1);
  } else {
    ++found->second;
  }
}

std::string leader(const Votes& votes) {
  const auto best = std::ranges::max_element(votes, {}, &Votes::value_type::second);
  if (best == votes.end()) return {};
  const auto equals = std::ranges::count(votes, best->second, &Votes::value_type::second);
  return equals == 1 ? best->first : std::string();
}

}  // namespace

std::vector<std::string> sides_in_play(const State& state) {
  std::vector<std::string> sides;
  for (const auto& seat : state.plan.seats) {
    const bool is_new = std::ranges::find(sides, seat.position) == sides.end();
    if (!seat.position.empty() && is_new) sides.push_back(seat.position);
  }
  return sides.size() >= 2 ? sides : sides_of(state.plan.question);
}

std::string stance(const std::vector<std::string>& sides, const Turn& turn) {
  const auto line = position_line(turn.text);
  if (line.empty()) return {};
  if (std::ranges::all_of(sides, is_yes_or_no)) return yes_or_no(sides, line);
  const auto words = words_of(line);
  const auto denies = [&words](std::string_view word) { return words.contains(word); };
  if (std::ranges::any_of(kDenials, denies) || line.find("n't") != std::string::npos ||
      line.find("n\u2019t") != std::string::npos)
    return {};
  std::string taken;
  for (const auto& side : sides) {
    if (named_part(words, side, sides) < kNamed) continue;
    if (!taken.empty()) return {};
    taken = side;
  }
  return taken;
}

std::string_view name(DriftKind kind) {
  switch (kind) {
    case DriftKind::assigned_side: return "assigned_side";
    case DriftKind::gradual: return "gradual";
    case DriftKind::question: return "question";
  }
  return {};
}

Conduct conduct_of(const State& state) {
  Conduct conduct;
  Votes last_votes;
  const auto sides = sides_in_play(state);
  for (const auto* seat : state.heard()) {
    const auto course = course_of(state, sides, *seat);
    find_changes(state, sides, course, conduct);
    find_wandering(state, course, conduct);
    if (!seat->position.empty()) continue;
    count_vote(conduct.first_votes, course.steps.front().second);
    count_vote(last_votes, course.steps.back().second);
  }
  conduct.first_side = leader(conduct.first_votes);
  conduct.last_side = leader(last_votes);
  return conduct;
}

}  // namespace quorum::debate
