#include "store/sqlite/lock_file.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "testkit/temp_folder.hpp"

namespace quorum::store::sqlite {
namespace {

TEST(SqliteLockFile, OnePlaceIsHeldOnceAndOthersAreFree) {
  const testkit::TempFolder folder;
  const auto path = folder.path("leases");
  auto first = lock_place(path, 7);
  ASSERT_TRUE(first);
  const auto refused = lock_place(path, 7);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::conflict);
  EXPECT_EQ(refused.error().message, "The debate is being run by this process.");
  EXPECT_TRUE(lock_place(path, 6));
  EXPECT_TRUE(lock_place(path, 8));

  first->reset();
  EXPECT_TRUE(lock_place(path, 7));
}

TEST(SqliteLockFile, AKilledProcessGivesItsPlaceBack) {
  const testkit::TempFolder folder;
  const auto path = folder.path("leases");
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = lock_place(path, 3);
    ::raise(held ? SIGSTOP : SIGTERM);
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, WUNTRACED), child);
  ASSERT_TRUE(WIFSTOPPED(status));
  const auto refused = lock_place(path, 3);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "The debate is being run by process " + std::to_string(child) + ".");

  ::kill(child, SIGKILL);
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(lock_place(path, 3));
}

TEST(SqliteLockFile, SaysThatAFileCannotBeHad) {
  const auto refused = lock_place("/proc/none/leases", 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  EXPECT_EQ(refused.error().detail, "open /proc/none/leases: No such file or directory");
}

}  // namespace
}  // namespace quorum::store::sqlite
