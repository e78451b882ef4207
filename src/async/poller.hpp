#pragma once
/// What tells a loop which descriptors are ready. Nothing above async sees which kind it is.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/error.hpp"

namespace quorum::async {

/// Single-threaded but for `wake`.
class Poller {
 public:
  /// What the system says of a descriptor.
  struct Ready {
    bool can_read = false;
    bool can_write = false;
    bool has_ended = false;  ///< The other side ended its half, or both are gone.
  };

  /// Whoever waits for a descriptor. Told from inside `wait`: it only notes and queues.
  class Watcher {
   public:
    virtual void ready(Ready what) = 0;

   protected:
    ~Watcher() = default;
  };

  enum class Trigger : std::uint8_t {
    edge,  ///< Told when something changes: for who always reads until there is no more.
    once,  ///< Told once for each `rearm`, of what is true then.
  };

  /// Who is told first of what is ready at once. Those that lead to the same work are told one
  /// behind the other, which keeps its code and data in the caches (cohort scheduling: Larus and
  /// Parkes, USENIX ATC 2002).
  enum class Cohort : std::uint8_t { first, second };

  virtual ~Poller() = default;

  virtual Result<> add(int fd, Watcher& watcher, Trigger trigger, Cohort cohort) = 0;
  virtual void rearm(int fd, Watcher& watcher, Ready wanted) = 0;
  virtual void remove(int fd) = 0;

  /// Until something is ready, `wake` is called or the time is over; nothing: without end.
  virtual void wait(std::optional<std::chrono::milliseconds> wait_max) = 0;

  /// Any thread: ends the `wait` in progress, or the next one.
  virtual void wake() = 0;

  static Result<std::unique_ptr<Poller>> create();
};

}  // namespace quorum::async
