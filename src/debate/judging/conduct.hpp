#pragma once
/// How the seats held their positions: who changed side and on whose argument, and who drifted.
///
/// Read from the texts alone, by rules that a reader can check by hand. A stance counts only where
/// it is plain; where it is not, nothing is said of the seat.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "debate/record/state.hpp"

namespace quorum::debate {

/// The sides that stances are told by: the seats' own, where two differ, else the question's.
std::vector<std::string> sides_in_play(const State& state);

/// Which of `sides` a turn's last `POSITION:` line takes. Empty where it names none or several by
/// at least half of the words that only that side has, or denies something (`not tea`). Of yes and
/// no, its first word decides.
std::string stance(const std::vector<std::string>& sides, const Turn& turn);

/// A seat took one side in an answer and another in its next.
struct Flip {
  const Seat* seat = nullptr;
  std::string from{};
  std::string to{};
  const Turn* turn = nullptr;  ///< In which it changed.
  /// Seats that had argued the new side before and whose argument the turn takes up: at least three
  /// words of substance that came from them. Nobody: the change is unforced.
  std::vector<std::string> argued_by{};
};

enum class DriftKind : std::uint8_t {
  assigned_side,  ///< It ended on another side than the one it was given to argue.
  gradual,        ///< It ended on another side than it began, with answers between that took none.
  question,       ///< Its last answer shares nothing with the question and its own first answer.
};
std::string_view name(DriftKind kind);

struct Drift {
  const Seat* seat = nullptr;
  DriftKind kind = DriftKind::assigned_side;
  const Turn* turn = nullptr;  ///< Where it had arrived.
};

struct Conduct {
  bool can_tell = false;  ///< Some seat took a plain side in two answers.
  std::vector<Flip> flips{};
  std::vector<Drift> drifts{};
  /// How many seats took each side in their blind first answer; assigned seats are not asked.
  std::vector<std::pair<std::string, std::int64_t>> first_votes{};
  std::string first_side{};  ///< That most seats took first, alone at the top; else empty.
  std::string last_side{};   ///< The same of their last answers.
};

Conduct conduct_of(const State& state);

}  // namespace quorum::debate
