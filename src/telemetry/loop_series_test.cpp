#include "telemetry/loop_series.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::telemetry {
namespace {

using namespace std::chrono_literals;

store::RequestRecord record(std::string_view route, int status) {
  store::RequestRecord made;
  made.method.assign("GET");
  made.route.assign(route);
  made.status = status;
  made.ending = store::Ending::whole;
  made.duration = 3ms;
  return made;
}

TEST(LoopSeries, CountsByRouteAndStatus) {
  LoopSeries loop;
  loop.add(record("/a", 200));
  loop.add(record("/a", 200));
  loop.add(record("/a", 429));
  loop.add(record("/b", 200));
  std::size_t routes = 0;
  loop.each([&](const RouteSeries& series) {
    ++routes;
    if (series.route != "/a") return;
    EXPECT_EQ(series.by_status[200].value(), 2U);
    EXPECT_EQ(series.by_status[429].value(), 1U);
    EXPECT_EQ(series.by_ending[static_cast<std::size_t>(store::Ending::whole)].value(), 3U);
    metrics::Distribution all;
    series.duration.add_to(all);
    EXPECT_EQ(all.count(), 3U);
  });
  EXPECT_EQ(routes, 2U);
}

TEST(LoopSeries, OverheadIsOfRequestsThatWentToAProvider) {
  LoopSeries loop;
  loop.add(record("/a", 200));
  auto asked = record("/a", 200);
  asked.call.asks("openai", "gpt");
  asked.call.asks("openai", "gpt");
  asked.overhead = 12us;
  asked.first_answer = 1ms;
  loop.add(asked);
  loop.each([&](const RouteSeries& series) {
    metrics::Distribution overhead;
    series.overhead.add_to(overhead);
    EXPECT_EQ(overhead.count(), 1U);
    EXPECT_NEAR(overhead.quantile_seconds(0.5), 12e-6, 1e-7);
    EXPECT_EQ(series.retries.value(), 1U);
  });
}

TEST(LoopSeries, HasABoundWhateverItIsGiven) {
  LoopSeries loop;
  for (int i = 0; i < 1000; ++i) loop.add(record("/" + std::to_string(i), i));
  std::size_t routes = 0;
  std::uint64_t count = 0;
  loop.each([&](const RouteSeries& series) {
    ++routes;
    for (const auto& counter : series.by_status) count += counter.value();
  });
  EXPECT_EQ(routes, 256U);
  EXPECT_EQ(count, 1000U);
}

}  // namespace
}  // namespace quorum::telemetry
