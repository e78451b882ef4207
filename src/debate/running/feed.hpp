#pragma once
/// The live end of one debate's log: its latest lines, and a bell for who waits for more.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "store/debates.hpp"

namespace quorum::debate {

/// Rung from any thread, heard on its own loop.
class Bell : public std::enable_shared_from_this<Bell> {
 public:
  explicit Bell(async::Loop& home) : home_(home), event_(home) {}

  void ring();

  /// On the bell's loop: until it has been rung since the last wait ended.
  Task<> wait();

 private:
  async::Loop& home_;
  async::Event event_;
  std::atomic<bool> is_rung_ = false;  ///< A job is on its way: one is enough.
};

/// Any thread. Knows the latest lines only: who is behind reads the store, so a slow viewer costs
/// the debate nothing.
class Feed {
 public:
  explicit Feed(std::size_t lines_max = 256) : lines_max_(lines_max) {}

  /// `lines` are stored already.
  void publish(const std::vector<store::LogEvent>& lines);

  struct Glimpse {
    std::vector<store::LogEvent> lines{};
    bool is_behind = false;        ///< What comes next is no longer here, only in the store.
    bool is_live = false;          ///< Somebody in this process runs the debate.
    std::optional<Error> fault{};  ///< The store refused: nothing more comes until it is resumed.
  };
  Glimpse after(std::uint64_t seq) const;

  /// Says that the debate runs in this process, or no longer does; rings all bells.
  void go_live();
  void go_quiet(std::optional<Error> fault);

  /// Until `leave`, every `publish` rings the bell. Its loop lives as long.
  void join(std::shared_ptr<Bell> bell);
  void leave(const Bell& bell);

  std::size_t viewers() const;

 private:
  void ring_all() const;  ///< Under the lock.

  const std::size_t lines_max_;
  mutable std::mutex mutex_;
  std::deque<store::LogEvent> lines_;
  std::uint64_t last_seq_ = 0;  ///< 0: nothing was published here yet.
  bool is_live_ = false;
  std::optional<Error> fault_{};
  std::vector<std::shared_ptr<Bell>> bells_;
};

}  // namespace quorum::debate
