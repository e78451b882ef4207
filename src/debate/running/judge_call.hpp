#pragma once
/// Asks judges for their votes and the chair for the answer.

#include <string>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "debate/judging/verdict.hpp"
#include "debate/record/state.hpp"
#include "debate/running/listen.hpp"
#include "llm/backend.hpp"

namespace quorum::debate {

/// How a judge is asked.
struct JudgeCall {
  async::Loop& loop;
  llm::ChatBackend& backend;
  const State& state;  ///< Its turns stay as they are until the task has ended.
  Patience patience{};
  TimePoint deadline = TimePoint::max();
  std::string call_id{};
};

/// One ballot, invalid where the judge could not be brought to vote: an answer that is no vote is
/// asked for once more, a failing provider twice more. Never a default preference.
Task<JudgeVoted> ask_judge(JudgeCall call, Judge judge, std::string order);

/// The answer in a capable chair's words; of a small one, why the winner won.
Task<ChairAnswer> ask_chair(JudgeCall call, Judge chair);

}  // namespace quorum::debate
