#include "async/descriptor.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>

#include "async/child_process.hpp"
#include "async/combine.hpp"
#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::async {
namespace {

using std::chrono::milliseconds;
using Trigger = Descriptor::Trigger;

void put(const Fd& fd, std::string_view bytes) {
  EXPECT_EQ(::write(fd.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
}

Task<bool> is_soon_readable(Loop& loop, Descriptor* descriptor) {
  descriptor->set_deadline(loop.now() + milliseconds(3));
  const bool is_readable = (co_await descriptor->readable()).has_value();
  descriptor->set_deadline(TimePoint::max());
  co_return is_readable;
}

/// As a library does that reads what it likes, and leaves the rest.
TEST(Descriptor, OfALibraryIsAskedAnewByEachWait) {
  auto main = [](Loop& loop) -> Task<> {
    const auto ends = *socket_pair();
    const auto descriptor = *Descriptor::watch(loop, ends.ours.get(), Trigger::once);
    EXPECT_TRUE((co_await descriptor->writable()).has_value());
    EXPECT_FALSE(co_await is_soon_readable(loop, descriptor.get()));
    put(ends.theirs, "two");
    EXPECT_TRUE(co_await is_soon_readable(loop, descriptor.get()));
    EXPECT_TRUE(co_await is_soon_readable(loop, descriptor.get())) << "nobody has read it yet";
    std::array<char, 3> buffer;
    EXPECT_EQ(::read(ends.ours.get(), buffer.data(), buffer.size()), 3);
    EXPECT_FALSE(co_await is_soon_readable(loop, descriptor.get()));
  };
  testkit::run_for_real(main);
}

TEST(Descriptor, OfALibraryMayBeAwaitedBothWaysAtOnce) {
  auto main = [](Loop& loop) -> Task<> {
    const auto ends = *socket_pair();
    const auto descriptor = *Descriptor::watch(loop, ends.ours.get(), Trigger::once);
    auto read = [](Descriptor* from) -> Task<> {
      EXPECT_TRUE((co_await from->readable()).has_value());
    };
    Scope scope(loop);
    scope.spawn(read(descriptor.get()));
    co_await loop.yield();
    // Told of this, the system has forgotten that somebody waits to read.
    EXPECT_TRUE((co_await descriptor->writable()).has_value());
    put(ends.theirs, "!");
    co_await scope.join();
  };
  testkit::run_for_real(main);
}

TEST(Descriptor, WakesAReaderWhenTheOtherSideIsGone) {
  auto main = [](Loop& loop) -> Task<> {
    auto ends = *socket_pair();
    const auto library = *Descriptor::watch(loop, ends.ours.get(), Trigger::once);
    ends.theirs.reset();
    EXPECT_TRUE((co_await library->readable()).has_value());
  };
  testkit::run_for_real(main);
}

TEST(Descriptor, HonoursADeadlineThatIsMovedWhileSomebodyWaits) {
  auto main = [](Loop& loop) -> Task<Errc> {
    const auto ends = *socket_pair();
    const auto descriptor = *Descriptor::watch(loop, ends.ours.get(), Trigger::edge);
    descriptor->set_deadline(loop.now() + std::chrono::hours(1));
    auto bring_forward = [](Loop& on, Descriptor* what) -> Task<> {
      co_await on.yield();
      what->set_deadline(on.now());
    };
    Scope scope(loop);
    scope.spawn(bring_forward(loop, descriptor.get()));
    co_return (co_await descriptor->readable()).error().code;
  };
  EXPECT_EQ(testkit::run_for_real(main), Errc::deadline_exceeded);
}

TEST(Descriptor, ForgetsAWaitThatIsCancelled) {
  auto main = [](Loop& loop) -> Task<> {
    const auto ends = *socket_pair();
    const auto descriptor = *Descriptor::watch(loop, ends.ours.get(), Trigger::edge);
    auto read = [](Descriptor* from) -> Task<> { (void)co_await from->readable(); };
    for (int turns = 0; turns < 4; ++turns) {
      Scope scope(loop);
      scope.spawn(read(descriptor.get()));
      co_await loop.yield();
      put(ends.theirs, "x");
      for (int turn = 0; turn < turns; ++turn) co_await loop.sleep(milliseconds(1));
    }
    EXPECT_TRUE((co_await descriptor->readable()).has_value());
  };
  testkit::run_for_real(main);
}

TEST(Descriptor, IsToldNothingOnceItIsDestroyedThoughACopyIsStillOpen) {
  auto main = [](Loop& loop) -> Task<> {
    auto ends = *socket_pair();
    const Fd copy(::dup(ends.ours.get()));
    {
      const auto descriptor = *Descriptor::watch(loop, ends.ours.get(), Trigger::edge);
    }
    ends.ours.reset();
    put(ends.theirs, "x");
    co_await loop.sleep(milliseconds(2));
  };
  testkit::run_for_real(main);
}

TEST(Descriptor, CannotWatchAFile) {
  auto main = [](Loop& loop) -> Task<Errc> {
    const Fd file(::open("/etc/passwd", O_RDONLY | O_CLOEXEC));
    co_return Descriptor::watch(loop, file.get(), Trigger::edge).error().code;
  };
  EXPECT_EQ(testkit::run_for_real(main), Errc::unavailable);
}

}  // namespace
}  // namespace quorum::async
