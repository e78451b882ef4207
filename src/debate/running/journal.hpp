#pragma once
/// Writes a debate's log: numbers and dates each event, keeps the state they fold to, stores them
/// in order and shows them to viewers only then.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/task.hpp"
#include "debate/record/state.hpp"
#include "debate/running/feed.hpp"
#include "store/debates.hpp"

namespace quorum::debate {

/// On one loop. What is added while the store is busy goes to it together.
class Journal {
 public:
  /// `state` is the fold of what is stored already.
  Journal(async::Loop& loop, store::Debates& debates, std::string id, std::shared_ptr<Feed> feed,
          State state);

  const State& state() const { return state_; }

  /// Never waits. A `turn.delta` need not reach the disk before it is shown, but must outlive this
  /// process; whatever else is in the same batch makes it durable as a whole.
  void add(const Event& event);

  /// `debate::reopen` on the state: no line is written.
  void reopen(std::string_view judge, std::string_view order);

  /// Until all that was added is stored and shown, or the store has refused: then nothing is ever
  /// written again, and whoever runs the debate must stop.
  Task<Result<>> settle();

 private:
  Task<> write();
  Task<Result<>> store(std::vector<store::LogEvent> lines, store::Durability durability);

  async::Loop& loop_;
  store::Debates& debates_;
  const std::string id_;
  std::shared_ptr<Feed> feed_;  ///< Shared with the viewers, who may outlive us.
  State state_;
  Status stored_status_;
  std::uint64_t stored_seq_;
  std::vector<store::LogEvent> pending_{};
  store::Durability durability_ = store::Durability::kept;
  std::optional<Error> refusal_{};
  async::Event written_;
  bool is_writing_ = false;
  async::Scope writer_;  ///< Last: it is gone before what it uses.
};

}  // namespace quorum::debate
