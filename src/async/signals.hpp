#pragma once
/// Being asked to end, as something to await.

#include <csignal>
#include <initializer_list>
#include <memory>

#include "async/descriptor.hpp"
#include "async/loop.hpp"
#include "async/system.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::async {

/// Signals that end nothing while this lives: unless others are named, SIGINT and SIGTERM. Made
/// before other threads are started: they inherit what makes it so.
class Signals {
 public:
  static Result<std::unique_ptr<Signals>> intercept(Loop& loop,
                                                    std::initializer_list<int> numbers = {SIGINT,
                                                                                          SIGTERM});
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

  /// The number of the next one.
  Task<Result<int>> next();

 private:
  struct Mask;
  explicit Signals(std::unique_ptr<Mask> before);

  std::unique_ptr<Mask> before_;
  Fd fd_;
  std::unique_ptr<Descriptor> descriptor_;
};

}  // namespace quorum::async
