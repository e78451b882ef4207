#pragma once
/// Runs a task to its end on a simulated loop: no test ever sleeps.

#include <cstdint>
#include <cstdlib>
#include <utility>

#include "async/loop.hpp"
#include "async/task.hpp"

namespace quorum::testkit {

/// Gives the task's value; aborts where nothing is left that could ever wake the task.
/// `make` is called with the loop, so that what the task needs can be made on it.
template <typename Make>
auto run(Make make, std::uint64_t seed = 1) {
  const auto loop = async::Loop::simulated(seed);
  return loop->run_until_done(make(*loop));
}

/// The same on the machine's clock and descriptors: for the tests of `async` itself and those that
/// cross rooms.
template <typename Make>
auto run_for_real(Make make) {
  auto loop = async::Loop::create();
  if (!loop) std::abort();
  return (*loop)->run_until_done(make(**loop));
}

}  // namespace quorum::testkit
