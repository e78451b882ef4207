#pragma once
/// The votes counted. Everything here is computed; nothing is asked of a model.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "debate/judging/statistics.hpp"
#include "debate/record/state.hpp"

namespace quorum::debate {

enum class Outcome : std::uint8_t { winner, tie, too_close, no_decision };
std::string_view name(Outcome outcome);

struct Rank {
  const Seat* seat = nullptr;
  double score = 0;  ///< Mean preference for it over the others it was compared with.
  Interval interval{};
};

struct Tally {
  Outcome outcome = Outcome::no_decision;
  const Seat* winner = nullptr;
  double margin = 0;  ///< Two seats: the first over the second. More: the leader over the next.
  Interval interval{};
  std::vector<Rank> ranking{};  ///< Best first.
  std::int64_t votes_valid = 0;
  std::int64_t votes_invalid = 0;
  std::optional<double> swap_consistency{};
  std::optional<double> agreement{};
};

/// A judge counts for two seats only where it has read them in both orders: alone, one order
/// measures its love of the first place as much as anything else. Seats that said nothing are not
/// compared.
Tally count(const State& state);

/// What must be judged: every two seats that were heard, by every judge, in both orders, as (judge,
/// order), in the order of the plan.
std::vector<std::pair<const Judge*, std::string>> ballots_of(const State& state);

/// Judges without a single valid vote.
std::vector<std::string> silent_judges(const State& state);

}  // namespace quorum::debate
