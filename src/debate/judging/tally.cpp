#include "debate/judging/tally.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace quorum::debate {
namespace {

// A margin nearer to zero than this is no preference, however sure the interval.
constexpr double kTie = 0.05;

using Pair = std::pair<std::size_t, std::size_t>;  ///< Indexes of seats, the lower first.

/// Both readings of one pair by one judge, towards the seat of the lower index.
struct Double {
  std::size_t judge = 0;
  Pair pair;
  double forward = 0;
  double backward = 0;
};

const Ballot* find(const State& state, const Judge& judge, std::string_view order) {
  const auto found = std::ranges::find_if(state.ballots, [&](const Ballot& ballot) {
    return ballot.started.judge == judge.model && ballot.started.order == order &&
           ballot.progress == Progress::finished;
  });
  return found == state.ballots.end() ? nullptr : &*found;
}

std::optional<double> preference(const State& state, const Judge& judge, std::string_view order) {
  const auto* ballot = find(state, judge, order);
  if (ballot == nullptr || !ballot->voted.valid) return std::nullopt;
  return ballot->voted.preference;
}

std::string order_of(std::size_t first, std::size_t second) {
  return {letter(first), letter(second)};
}

std::vector<Pair> pairs_of(const State& state) {
  std::vector<std::size_t> heard;
  for (const auto* seat : state.heard()) heard.push_back(state.index(seat->id));
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < heard.size(); ++i) {
    for (std::size_t j = i + 1; j < heard.size(); ++j) pairs.emplace_back(heard[i], heard[j]);
  }
  return pairs;
}

std::vector<Double> doubles_of(const State& state) {
  std::vector<Double> all;
  for (std::size_t j = 0; j < state.plan.judges.size(); ++j) {
    const auto& judge = state.plan.judges[j];
    for (const auto& pair : pairs_of(state)) {
      const auto forward = preference(state, judge, order_of(pair.first, pair.second));
      const auto backward = preference(state, judge, order_of(pair.second, pair.first));
      if (forward && backward) all.push_back({j, pair, *forward, -*backward});
    }
  }
  return all;
}

/// Every vote that compares `seat` with another, towards it.
std::vector<double> votes_for(const std::vector<Double>& doubles, std::size_t seat,
                              std::optional<std::size_t> against) {
  std::vector<double> votes;
  for (const auto& both : doubles) {
    const bool is_first = both.pair.first == seat;
    if (!is_first && both.pair.second != seat) continue;
    const auto other = is_first ? both.pair.second : both.pair.first;
    if (against && *against != other) continue;
    const double sign = is_first ? 1 : -1;
    votes.push_back(sign * both.forward);
    votes.push_back(sign * both.backward);
  }
  return votes;
}

std::vector<Rank> rank(const State& state, const std::vector<Double>& doubles) {
  std::vector<Rank> ranking;
  for (const auto* seat : state.heard()) {
    const auto votes = votes_for(doubles, state.index(seat->id), std::nullopt);
    ranking.push_back({.seat = seat, .score = mean(votes), .interval = interval95(votes)});
  }
  // Equal scores stay in the order of the seats.
  for (std::size_t i = 1; i < ranking.size(); ++i) {
    for (auto j = i; j > 0 && ranking[j].score > ranking[j - 1].score; --j) {
      std::swap(ranking[j], ranking[j - 1]);
    }
  }
  return ranking;
}

std::optional<double> swap_consistency(const std::vector<Double>& doubles) {
  if (doubles.empty()) return std::nullopt;
  const auto side = [](double value) { return std::abs(value) < kTie ? 0 : (value > 0 ? 1 : -1); };
  const auto same = std::ranges::count_if(
      doubles, [&side](const Double& both) { return side(both.forward) == side(both.backward); });
  return static_cast<double>(same) / static_cast<double>(doubles.size());
}

std::optional<double> agreement(const State& state) {
  const auto& judges = state.plan.judges;
  if (judges.size() < 2) return std::nullopt;
  std::vector<std::vector<std::optional<double>>> units;
  for (const auto& [first, second] : pairs_of(state)) {
    for (const auto& order : {order_of(first, second), order_of(second, first)}) {
      std::vector<std::optional<double>> unit;
      for (const auto& judge : judges) {
        auto value = preference(state, judge, order);
        if (value && order[0] != letter(first)) value = -*value;
        unit.push_back(value);
      }
      units.push_back(std::move(unit));
    }
  }
  return krippendorff_alpha(units);
}

void decide(const State& state, const std::vector<Double>& doubles, Tally& tally) {
  const bool are_two = tally.ranking.size() == 2;
  const auto leader = state.index(tally.ranking[0].seat->id);
  const auto next = state.index(tally.ranking[1].seat->id);
  const auto votes = votes_for(doubles, leader, next);
  const double margin = mean(votes);
  const auto interval = interval95(votes);
  if (interval.low > 0 && margin > kTie) {
    tally.outcome = Outcome::winner;
    tally.winner = tally.ranking[0].seat;
  } else if (std::abs(margin) <= kTie && !votes.empty()) {
    tally.outcome = Outcome::tie;
  } else {
    tally.outcome = Outcome::too_close;
  }
  const bool is_turned = are_two && leader > next;
  tally.margin = is_turned ? -margin : margin;
  tally.interval = is_turned ? Interval{-interval.high, -interval.low} : interval;
}

}  // namespace

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::winner: return "winner";
    case Outcome::tie: return "tie";
    case Outcome::too_close: return "too_close";
    case Outcome::no_decision: return "no_decision";
  }
  return {};
}

Tally count(const State& state) {
  Tally tally;
  for (const auto& ballot : state.ballots) {
    if (ballot.progress != Progress::finished) continue;
    ++(ballot.voted.valid ? tally.votes_valid : tally.votes_invalid);
  }
  const auto doubles = doubles_of(state);
  tally.ranking = rank(state, doubles);
  tally.swap_consistency = swap_consistency(doubles);
  tally.agreement = agreement(state);
  if (!doubles.empty()) decide(state, doubles, tally);
  return tally;
}

std::vector<std::pair<const Judge*, std::string>> ballots_of(const State& state) {
  std::vector<std::pair<const Judge*, std::string>> all;
  for (const auto& judge : state.plan.judges) {
    for (const auto& [first, second] : pairs_of(state)) {
      all.emplace_back(&judge, order_of(first, second));
      all.emplace_back(&judge, order_of(second, first));
    }
  }
  return all;
}

std::vector<std::string> silent_judges(const State& state) {
  std::vector<std::string> silent;
  for (const auto& judge : state.plan.judges) {
    const auto has_voted = std::ranges::any_of(state.ballots, [&judge](const Ballot& ballot) {
      return ballot.started.judge == judge.model && ballot.voted.valid;
    });
    if (!has_voted) silent.push_back(judge.model);
  }
  return silent;
}

}  // namespace quorum::debate
