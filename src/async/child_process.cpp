#include "async/child_process.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "core/try.hpp"

namespace quorum::async {
namespace {

Error cannot_run(std::string_view program, int number) {
  Error error = system_error("The program cannot be run.", number);
  error.detail = std::string(program) + ": " + error.detail;
  return error;
}

/// What the child needs, made before it is: between fork and exec it may allocate nothing, for
/// another thread may have held the allocator's lock.
struct Prepared {
  std::string program;
  std::vector<char*> arguments;
  std::vector<char*> environment;
  const char* directory = nullptr;
  int niceness = 0;
  std::vector<std::pair<Fd, int>> descriptors;  ///< Ours lie above every number of theirs.
  int theirs_max = 2;
  Fd fault_reader;
  Fd fault_writer;  ///< Above every number of theirs; closed by a successful exec.
  pid_t parent = 0;
};

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (std::string& string : strings) result.push_back(string.data());
  result.push_back(nullptr);
  return result;
}

std::string find_program(const std::string& name) {
  const char* const path = std::getenv("PATH");
  if (name.contains('/') || path == nullptr) return name;
  for (std::string_view rest = path;;) {
    const auto folder = rest.substr(0, rest.find(':'));
    std::string candidate = std::string(folder.empty() ? "." : folder) + "/" + name;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    if (folder.size() == rest.size()) return name;
    rest.remove_prefix(folder.size() + 1);
  }
}

/// Moves a descriptor out of the way of the numbers that the child wants.
Result<Fd> lift(Fd fd, int above) {
  Fd lifted(::fcntl(fd.get(), F_DUPFD_CLOEXEC, above + 1));
  if (!lifted) return system_error("A descriptor cannot be passed on.", errno);
  return lifted;
}

Result<Prepared> prepare(Command& command) {
  if (command.arguments.empty()) {
    return Error{.code = Errc::invalid_request, .message = "A program to run is missing."};
  }
  Prepared prepared;
  prepared.program = find_program(command.arguments.front());
  prepared.arguments = pointers(command.arguments);
  if (command.environment) prepared.environment = pointers(*command.environment);
  if (!command.directory.empty()) prepared.directory = command.directory.c_str();
  prepared.niceness = command.niceness;
  prepared.parent = ::getpid();
  const bool has_input = std::ranges::find(command.descriptors, 0, &PassedDescriptor::theirs) !=
                         command.descriptors.end();
  if (!has_input) {
    command.descriptors.push_back({Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC)), 0});
  }
  for (const auto& passed : command.descriptors) {
    prepared.theirs_max = std::max(prepared.theirs_max, passed.theirs);
  }
  for (auto& passed : command.descriptors) {
    QUORUM_TRY(auto ours, lift(std::move(passed.ours), prepared.theirs_max));
    prepared.descriptors.emplace_back(std::move(ours), passed.theirs);
  }
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_error("No pipe can be made.", errno);
  prepared.fault_reader = Fd(ends[0]);
  QUORUM_TRY(prepared.fault_writer, lift(Fd(ends[1]), prepared.theirs_max));
  return prepared;
}

/// Handlers of ours must not run in the child, and what we ignore or block it need not know.
void reset_signals() {
  struct sigaction standard{};
  standard.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; ++signal) ::sigaction(signal, &standard, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// In the child, with calls only that are safe after fork. Returns where it failed.
void become(const Prepared& prepared) {
  reset_signals();
  if (::setpgid(0, 0) != 0) return;
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return;
  if (::getppid() != prepared.parent) ::_exit(127);  // Orphaned before it could be told.
  if (prepared.niceness != 0) {
    const int ours = ::getpriority(PRIO_PROCESS, 0);
    if (::setpriority(PRIO_PROCESS, 0, ours + prepared.niceness) != 0) return;
  }
  if (prepared.directory != nullptr && ::chdir(prepared.directory) != 0) return;
  for (const auto& [ours, theirs] : prepared.descriptors) {
    if (::dup2(ours.get(), theirs) < 0) return;
  }
  // A library's descriptors may lack the flag; an old kernel without the call keeps theirs.
  ::syscall(SYS_close_range, prepared.theirs_max + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  char* const* const environment =
      prepared.environment.empty() ? ::environ : prepared.environment.data();
  ::execve(prepared.program.c_str(), prepared.arguments.data(), environment);
}

/// The child's process id, once it runs the program.
Result<pid_t> launch(Prepared prepared) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = ::fork();
  if (pid == 0) {
    become(prepared);
    const int number = errno;
    [[maybe_unused]] const auto told = ::write(prepared.fault_writer.get(), &number, sizeof number);
    ::_exit(127);
  }
  const int fork_fault = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0) return cannot_run(prepared.program, fork_fault);
  prepared.fault_writer.reset();
  int number = 0;
  ssize_t size = 0;
  do {
    size = ::read(prepared.fault_reader.get(), &number, sizeof number);
  } while (size < 0 && errno == EINTR);
  if (size != sizeof number) return pid;
  ::waitpid(pid, nullptr, 0);
  return cannot_run(prepared.program, number);
}

}  // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::spawn(Loop& loop, Command command) {
  QUORUM_TRY(auto prepared, prepare(command));
  QUORUM_TRY(const pid_t pid, launch(std::move(prepared)));
  std::unique_ptr<ChildProcess> child(new ChildProcess(pid));
  child->handle_ = Fd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!child->handle_) return system_error("The program cannot be watched.", errno);
  ::fcntl(child->handle_.get(), F_SETFD, FD_CLOEXEC);
  QUORUM_TRY(child->descriptor_,
             Descriptor::watch(loop, child->handle_.get(), Descriptor::Trigger::edge));
  return child;
}

ChildProcess::~ChildProcess() {
  // The child is not reaped before this, so its number can belong to nobody else yet.
  ::kill(-pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Task<Result<ExitStatus>> ChildProcess::exited() {
  QUORUM_CO_CHECK(co_await descriptor_->readable());
  siginfo_t info{};
  const int fault = ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
  if (fault != 0) co_return system_error("The program's end is unknown.", errno);
  if (info.si_code == CLD_EXITED) co_return ExitStatus{.code = info.si_status};
  co_return ExitStatus{.signal = info.si_status};
}

void ChildProcess::kill(int signal) { ::kill(-pid_, signal); }

Result<SocketPair> socket_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return system_error("No pair of sockets can be made.", errno);
  }
  return SocketPair{.ours = Fd(ends[0]), .theirs = Fd(ends[1])};
}

}  // namespace quorum::async
