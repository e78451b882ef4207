#include "async/child_process.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <thread>

#include "async/signals.hpp"
#include "async/socket.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

Task<std::string> read_all(ByteStream* stream) {
  std::string all;
  std::array<char, 1000> buffer;
  for (;;) {
    const auto size = co_await stream->read(buffer);
    if (!size || *size == 0) co_return all;
    all.append(buffer.data(), *size);
  }
}

struct Shell {
  std::unique_ptr<ChildProcess> child;
  std::unique_ptr<ByteStream> output;
};

/// `script` with its standard output, and descriptor 3, joined to us.
Shell start_shell(Loop& loop, std::string script, Command command = {}) {
  auto ends = *socket_pair();
  command.arguments = {"sh", "-c", std::move(script)};
  command.descriptors.push_back({Fd(::dup(ends.theirs.get())), 1});
  command.descriptors.push_back({std::move(ends.theirs), 3});
  Shell shell;
  shell.child = *ChildProcess::spawn(loop, std::move(command));
  shell.output = *adopt_socket(loop, std::move(ends.ours));
  return shell;
}

TEST(ChildProcess, SpeaksOverPassedDescriptorsAndTellsItsExitCode) {
  auto main = [](Loop& loop) -> Task<std::string> {
    const Shell shell = start_shell(loop, "echo out; echo three >&3; cat; exit 7");
    const auto status = co_await shell.child->exited();
    EXPECT_EQ(status->code, 7);
    EXPECT_EQ(status->signal, 0);
    co_return co_await read_all(shell.output.get());
  };
  EXPECT_EQ(testkit::run_for_real(main), "out\nthree\n");
}

TEST(ChildProcess, AnswersWhatIsWrittenToIt) {
  auto main = [](Loop& loop) -> Task<std::string> {
    const Shell shell = start_shell(loop, "read line <&3; echo \"heard $line\"");
    const std::string_view piece = "hello\n";
    EXPECT_TRUE((co_await shell.output->write({&piece, 1})).has_value());
    co_return co_await read_all(shell.output.get());
  };
  EXPECT_EQ(testkit::run_for_real(main), "heard hello\n");
}

TEST(ChildProcess, GetsItsEnvironmentFolderAndNiceness) {
  auto main = [](Loop& loop) -> Task<std::string> {
    const Shell shell =
        start_shell(loop, "echo \"$NAME in $(pwd) at $(nice), HOME=$HOME\"",
                    {.environment = std::vector<std::string>{"NAME=quorum", "PATH=/usr/bin:/bin"},
                     .directory = "/usr",
                     .niceness = 5});
    co_return co_await read_all(shell.output.get());
  };
  const int ours = ::getpriority(PRIO_PROCESS, 0);
  EXPECT_EQ(testkit::run_for_real(main),
            "quorum in /usr at " + std::to_string(ours + 5) + ", HOME=\n");
}

TEST(ChildProcess, HasNoOtherDescriptorOfOurs) {
  auto main = [](Loop& loop) -> Task<std::string> {
    const Fd leaky(::dup(0));  // As a library would: without FD_CLOEXEC.
    const Shell shell = start_shell(loop, "ls /proc/self/fd | tr '\\n' ' '");
    co_return co_await read_all(shell.output.get());
  };
  // 4 is the listing's own.
  EXPECT_EQ(testkit::run_for_real(main), "0 1 2 3 4 ");
}

TEST(ChildProcess, TellsWhichSignalEndedIt) {
  auto main = [](Loop& loop) -> Task<int> {
    const Shell shell = start_shell(loop, "echo ready; sleep 1000");
    std::array<char, 10> buffer;
    (void)co_await shell.output->read(buffer);
    shell.child->kill(SIGTERM);
    co_return (co_await shell.child->exited())->signal;
  };
  EXPECT_EQ(testkit::run_for_real(main), SIGTERM);
}

TEST(ChildProcess, DoesNotInheritTheSignalsWeBlock) {
  auto main = [](Loop& loop) -> Task<int> {
    const auto signals = *Signals::intercept(loop);
    const Shell shell = start_shell(loop, "echo ready; exec sleep 1000");
    std::array<char, 10> buffer;
    (void)co_await shell.output->read(buffer);
    shell.child->kill(SIGTERM);
    co_return (co_await shell.child->exited())->signal;
  };
  EXPECT_EQ(testkit::run_for_real(main), SIGTERM);
}

TEST(ChildProcess, DiesWithTheThreadThatSpawnedIt) {
  const auto loop = *Loop::create();
  Shell shell;
  std::thread spawner([&] { shell = start_shell(*loop, "exec sleep 1000"); });
  spawner.join();
  const auto status = loop->run_until_done(shell.child->exited());
  EXPECT_EQ(status->signal, SIGKILL);
}

TEST(ChildProcess, IsKilledWithItsWholeGroupWhenItsOwnerIsDestroyed) {
  auto main = [](Loop& loop) -> Task<std::string> {
    Shell shell = start_shell(loop, "sleep 1000 & echo $!; wait");
    std::array<char, 20> buffer;
    const auto size = *co_await shell.output->read(buffer);
    const pid_t child = shell.child->pid();
    shell.child.reset();
    EXPECT_EQ(::kill(child, 0), -1);
    EXPECT_EQ(errno, ESRCH);
    // The grandchild held the other end of our stream, which ends with it.
    co_return std::string(buffer.data(), size) + co_await read_all(shell.output.get());
  };
  EXPECT_GT(std::stoi(testkit::run_for_real(main)), 0);
}

TEST(ChildProcess, SaysWhyAProgramCannotBeRun) {
  auto main = [](Loop& loop) -> Task<std::string> {
    const auto missing = ChildProcess::spawn(loop, {.arguments = {"no-such-program"}});
    const auto folder = ChildProcess::spawn(loop, {.arguments = {"true"}, .directory = "/nowhere"});
    EXPECT_EQ(missing.error().code, Errc::unavailable);
    EXPECT_EQ(folder.error().code, Errc::unavailable);
    EXPECT_EQ(ChildProcess::spawn(loop, {}).error().code, Errc::invalid_request);
    co_return missing.error().detail;
  };
  EXPECT_EQ(testkit::run_for_real(main),
            "no-such-program: The program cannot be run.: No such file or directory");
}

}  // namespace
}  // namespace quorum::async
