#include "http/peer/prefixed_stream.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

#include "async/memory_stream.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

TEST(PrefixedStream, IsReadFromWhatWasReadAlready) {
  const auto all = testkit::run([](async::Loop& loop) -> Task<std::string> {
    auto [ours, theirs] = async::memory_pair(loop);
    const std::array<std::string_view, 1> rest{"rest"};
    EXPECT_TRUE(co_await theirs->write(rest));
    EXPECT_TRUE(co_await theirs->finish());
    const auto stream = prefixed_stream("first ", std::move(ours));
    std::string got;
    std::array<char, 4> some{};
    while (true) {
      EXPECT_TRUE(co_await stream->readable());
      const auto size = co_await stream->read(some);
      if (!size || *size == 0) co_return got;
      got.append(some.data(), *size);
    }
  });
  EXPECT_EQ(all, "first rest");
}

}  // namespace
}  // namespace quorum::http
