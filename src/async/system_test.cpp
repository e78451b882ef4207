#include "async/system.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>

namespace quorum::async {
namespace {

bool is_open(int fd) { return ::fcntl(fd, F_GETFD) >= 0; }

TEST(SystemError, ShowsTheCallerNoSystemText) {
  const Error error = system_error("No pipe can be made.", EMFILE);
  EXPECT_EQ(error.code, Errc::unavailable);
  EXPECT_EQ(error.message, "No pipe can be made.");
  EXPECT_EQ(error.detail, "No pipe can be made.: Too many open files");
}

TEST(Fd, ClosesWhatItOwnsOnce) {
  const int raw = ::dup(0);
  {
    Fd first(raw);
    Fd second = std::move(first);
    EXPECT_FALSE(first);
    EXPECT_TRUE(is_open(raw));
    second = Fd(::dup(0));
    EXPECT_FALSE(is_open(raw));
  }
  Fd released(::dup(0));
  const int kept = released.release();
  released.reset();
  EXPECT_TRUE(is_open(kept));
  Fd(kept).reset();
  EXPECT_FALSE(is_open(kept));
}

}  // namespace
}  // namespace quorum::async
