#pragma once
/// Tells a debate as one text while it happens: who speaks, and what is said.
///
/// Seats speak at once, and their words must not mix: one is told live, the others are held back
/// until it has ended.

#include <map>
#include <string>
#include <vector>

#include "debate/record/state.hpp"

namespace quorum::debate {

class Narrator {
 public:
  /// What is to be told now, after `event`; `state` is the fold up to and with it.
  std::string tell(const State& state, const Event& event);

 private:
  struct Speaker {
    std::string turn_id;
    std::string heading;
    std::string held{};  ///< Not told yet.
    bool has_ended = false;
  };

  void begin(const State& state, const TurnStarted& turn);
  void speak(const TurnDelta& delta);
  void end(const std::string& turn_id, std::string_view remark);
  Speaker* find(const std::string& turn_id);
  std::string drain();

  std::vector<Speaker> speakers_{};  ///< The first is the one told live.
  bool is_heading_told_ = false;
};

}  // namespace quorum::debate
