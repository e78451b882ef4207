#pragma once
/// A verdict as it is told to people (`schemas/verdict.schema.json`), every text in it clean.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::terminal {

enum class Outcome : std::uint8_t { winner, tie, too_close, no_decision };

struct Vote {
  std::string judge;
  std::vector<std::string> order;      ///< Seat ids as shown.
  std::optional<double> preference{};  ///< Towards the first of them; nothing: no vote that counts.
};

struct Rank {
  std::string seat;
  double score = 0;
};

/// Of one seat, over all judges that scored it in both orders.
struct Scores {
  struct Mean {
    std::string criterion;
    double points = 0;
  };
  std::string seat;
  std::optional<double> total{};
  std::vector<Mean> means{};
};

struct Claim {
  std::string seat;
  std::string text;
  std::string status;
  std::string quote{};  ///< Only where it stands in the transcript.
};

/// A seat that changed sides.
struct Flip {
  std::string seat;
  std::string from;
  std::string to;
  std::int64_t round = 0;
  std::vector<std::string> argued_by{};  ///< Seats; nobody: unforced.
};

/// A judge that gave a preference and nothing else, and why.
struct Unassessed {
  std::string judge;
  std::string reason;
};

struct Verdict {
  Outcome outcome = Outcome::no_decision;
  std::string winner{};  ///< A seat id.
  double margin = 0;     ///< Towards the first seat.
  double low = 0;        ///< The interval of the margin.
  double high = 0;
  std::string answer{};
  std::vector<std::string> reasons{};
  std::vector<Rank> ranking{};
  std::vector<Vote> votes{};
  std::vector<Scores> scores{};
  std::vector<Claim> claims{};
  std::vector<std::string> cruxes{};
  std::vector<std::string> agreements{};
  std::vector<Flip> flips{};
  std::vector<Unassessed> unassessed{};
  std::vector<std::string> flags{};

  bool has_flag(std::string_view flag) const;
};

Result<Verdict> read_verdict(std::string_view json);

}  // namespace quorum::terminal
