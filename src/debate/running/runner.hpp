#pragma once
/// Does what the engine says: asks seats and judges side by side, and writes down what happens.

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "debate/rules/engine.hpp"
#include "debate/running/journal.hpp"
#include "debate/running/listen.hpp"
#include "llm/backend.hpp"

namespace quorum::debate {

struct RunnerConfig {
  Patience patience{};
  /// A local worker answers in turn, so silence may only mean that others are before us.
  Patience local_patience{.first_token_max = std::chrono::milliseconds{300'000},
                          .between_tokens_max = std::chrono::milliseconds{120'000}};
  std::chrono::milliseconds delta_pause{80};  ///< At most 100: the API promises that.
};

/// One debate on one loop. Destroying it leaves the log as it is, to be resumed by whoever comes.
class Runner {
 public:
  Runner(async::Loop& loop, llm::ChatBackend& backend, Journal& journal, RunnerConfig config);

  /// Ends what a process before this one left open, as its log shows it. Once, before `run`.
  void take_over();

  /// Until the debate is over, or is paused and no call is under way. An error: the store refused.
  Task<Result<>> run();

  /// `conflict` where the debate is over. Asking for what is so already changes nothing.
  Result<> pause(std::string reason);
  Result<> resume(std::string reason);
  Result<> cancel(std::string reason);

 private:
  bool perform(Action action);
  bool perform(Ask ask);
  bool perform(const AskJudge& ask);
  bool ask_chair();
  void launch();
  bool is_ripe(const Ask& ask);

  Task<> wake_at(TimePoint moment);
  Task<> take_turn(TurnStarted turn);
  Task<> take_vote(JudgeStarted ballot);
  Task<> take_answer(Judge chair);
  void end_turn(const TurnStarted& turn, const llm::Chat& chat, const Heard& heard,
                const std::string& text, std::int64_t first_token_ms, std::int64_t ms);
  void fail_turn(const TurnStarted& turn, const llm::Chat& chat, const Heard& heard, Error error);

  const State& state() const { return journal_.state(); }
  const Judge& judge(std::string_view model) const;
  TimePoint deadline(bool is_judging) const;

  async::Loop& loop_;
  llm::ChatBackend& backend_;
  Journal& journal_;
  const RunnerConfig config_;
  std::vector<Task<>> launches_{};          ///< Begun once their announcement is durable.
  std::map<std::string, TimePoint> due_{};  ///< By seat: when it may be asked again.
  bool is_chair_asked_ = false;
  async::Event wake_;
  async::Scope calls_;  ///< Last: it is gone before what it uses.
};

}  // namespace quorum::debate
