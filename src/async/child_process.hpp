#pragma once
/// Programs run beside ours, none of which outlives its owner.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "async/descriptor.hpp"
#include "async/loop.hpp"
#include "async/system.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::async {

struct PassedDescriptor {
  Fd ours;         ///< Closed in our process once the child has it.
  int theirs = 3;  ///< Its number in the child, from 0.
};

struct Command {
  std::vector<std::string> arguments{};  ///< The program first: a path, or a name found in PATH.
  std::optional<std::vector<std::string>> environment{};  ///< As `NAME=value`; nothing: ours.
  std::string directory{};                                ///< Empty: ours.
  int niceness = 0;                                       ///< Added to ours.
  std::vector<PassedDescriptor> descriptors{};
};

struct ExitStatus {
  int code = 0;    ///< Where it ended by itself.
  int signal = 0;  ///< What ended it otherwise.

  bool is_success() const { return code == 0 && signal == 0; }
};

/// A child in a process group of its own, with default signals. It reads an empty input and shares
/// our output unless descriptors 0, 1 or 2 are passed; of our other descriptors it has none.
/// It is killed when the thread that spawned it ends, so spawn from threads that live long.
class ChildProcess {
 public:
  /// `unavailable` where the program cannot be run; the detail says why.
  static Result<std::unique_ptr<ChildProcess>> spawn(Loop& loop, Command command);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Kills the whole group and waits until the child is gone.
  ~ChildProcess();

  /// Until it has ended, by whatever cause.
  Task<Result<ExitStatus>> exited();

  /// Sends `signal` to the whole group; nothing happens to one that has ended.
  void kill(int signal);

  int pid() const { return pid_; }

 private:
  explicit ChildProcess(int pid) : pid_(pid) {}

  int pid_;
  Fd handle_;
  std::unique_ptr<Descriptor> descriptor_;
};

/// A connected pair of unix stream sockets, closed when a program is run: keep one end (see
/// `adopt_socket`), pass the other to a child.
struct SocketPair {
  Fd ours;
  Fd theirs;
};
Result<SocketPair> socket_pair();

}  // namespace quorum::async
