#pragma once
/// More loops beside the first, each on a thread of its own and doing the same work.

#include <functional>
#include <memory>
#include <vector>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "core/error.hpp"

namespace quorum::app {

/// What a loop does until it is told to stop. Made, used and destroyed on its loop's thread.
class Work {
 public:
  virtual ~Work() = default;

  /// Ends what goes on; then the work is destroyed.
  virtual Task<> stop() = 0;
};

/// Used on the home's thread, which goes on running until `stop` has returned: what the branches
/// share lives there.
class Branches {
 public:
  using MakeWork = std::function<Result<std::unique_ptr<Work>>(async::Loop&)>;

  explicit Branches(async::Loop& home);
  Branches(const Branches&) = delete;
  Branches& operator=(const Branches&) = delete;

  /// Waits for the threads; tells them to stop if nobody has.
  ~Branches();

  /// One more loop. Returns once its work has been made, or has failed.
  Result<> start(MakeWork make);

  /// Tells all to stop, side by side, and waits until the last one has.
  Task<> stop();

 private:
  struct Branch;

  void run(Branch& branch, const MakeWork& make);
  void tell_all();

  /// Belongs to the home's thread; shared with the jobs that tell it of an end, which may be run
  /// when this object has gone.
  struct Running {
    explicit Running(async::Loop& home) : one_has_ended(home) {}
    std::size_t count = 0;
    async::Event one_has_ended;
  };

  async::Loop& home_;
  std::shared_ptr<Running> running_;
  bool is_told_ = false;
  std::vector<std::unique_ptr<Branch>> branches_{};
};

}  // namespace quorum::app
