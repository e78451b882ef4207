#pragma once
/// What all ballots found, put together: scores, claims and cruxes that hold in both orders.
///
/// One order measures a love of the first place as much as anything else, so that what a judge says
/// in one reading only is kept and marked, but decides nothing.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "debate/judging/assessment.hpp"
#include "debate/record/state.hpp"

namespace quorum::debate {

/// A seat's mean on one criterion, over judges that scored it in both orders of a pair.
struct MeanScore {
  Criterion criterion = Criterion::factual_support;
  double points = 0;
  double order_gap = 0;  ///< How far apart the two orders were on the average.
  std::int64_t ballots = 0;
};

struct SeatScores {
  const Seat* seat = nullptr;
  std::vector<MeanScore> scores{};
  /// The sum; nothing unless every criterion was scored. The winner is not taken from it: judges
  /// give scores that contradict their own comparison.
  std::optional<double> total{};
};

/// Who said so of a claim.
struct Opinion {
  std::string judge{};
  std::string order{};
  Standing standing = Standing::unverified;
};

/// The same claim of one seat, as all ballots name it.
struct ClaimFinding {
  Claim claim{};  ///< In the words of the first ballot whose quote was found.
  std::string first_turn{};
  std::vector<Opinion> opinions{};
  /// What all ballots say that judge it, where one judge did in both orders; where ballots differ
  /// it is contested, and what one reading alone saw is unverified.
  Standing standing = Standing::unverified;
};

/// A sentence that ballots gave, and how many gave one in about the same words.
struct LineFinding {
  std::string text{};
  std::int64_t ballots = 0;
};

/// A judge from which there are no scores, claims or cruxes, and why.
struct Unassessed {
  std::string judge{};
  std::string reason{};
};

struct Findings {
  std::vector<SeatScores> scores{};
  std::vector<ClaimFinding> claims{};
  std::vector<LineFinding> cruxes{};
  std::vector<LineFinding> agreements{};
  std::int64_t ballots = 0;              ///< That held any of it.
  std::int64_t scores_against_vote = 0;  ///< Ballots whose scores favour whom their vote does not.
  std::vector<Unassessed> unassessed{};
};

Findings find(const State& state);

}  // namespace quorum::debate
