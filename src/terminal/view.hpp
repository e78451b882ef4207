#pragma once
/// A debate as somebody who watches it knows it: the fold of its log, and the pace of its turns.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "debate/record/state.hpp"
#include "store/debates.hpp"

namespace quorum::terminal {

class View {
 public:
  struct Pace {
    UnixMs began_ms = 0;  ///< When its start reached us: only live does that say how long it takes.
    std::optional<std::int64_t> first_token_ms{};
    std::int64_t ms = 0;  ///< Of the turn's last sign of life.
  };

  /// The next line of the log, which reached us at `now_ms`. One that was seen already is left out.
  Result<> apply(const store::LogEvent& line, UnixMs now_ms);

  const debate::State& state() const { return state_; }
  Pace pace(const std::string& turn_id) const;

  /// The seat's latest attempt in that round, or nothing.
  const debate::Turn* turn(std::string_view seat_id, std::int64_t round) const;

  /// Every seat has had its word in that round, or lost it for good.
  bool is_round_over(std::int64_t round) const;

 private:
  debate::State state_{};
  std::map<std::string, Pace> paces_{};
};

}  // namespace quorum::terminal
