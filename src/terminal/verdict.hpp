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
  std::vector<std::string> flags{};

  bool has_flag(std::string_view flag) const;
};

Result<Verdict> read_verdict(std::string_view json);

}  // namespace quorum::terminal
