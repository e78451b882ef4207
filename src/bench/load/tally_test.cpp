#include "bench/load/tally.hpp"

#include <gtest/gtest.h>

#include <set>

namespace quorum::bench {
namespace {

TEST(Tally, EveryFlawHasAName) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kFlaws; ++i) names.insert(name(static_cast<Flaw>(i)));
  EXPECT_EQ(names.size(), kFlaws);
  EXPECT_FALSE(names.contains(""));
}

TEST(Tally, TwoMergedAreAsOne) {
  Tally one;
  one.answers = 3;
  one.note(Flaw::cut, "after 5 events");
  Tally other;
  other.answers = 4;
  other.note(Flaw::cut, "after 6 events");
  other.note(Flaw::lost, "event 7");
  other.statuses[429] = 2;
  other.latency.add(5);
  one.merge(other);

  EXPECT_EQ(one.answers, 7u);
  EXPECT_EQ(one.count(Flaw::cut), 2u);
  EXPECT_EQ(one.flaw_count(), 3u);
  EXPECT_EQ(one.statuses[429], 2u);
  EXPECT_EQ(one.latency.count(), 1u);
  EXPECT_EQ(one.example, "cut: after 5 events");
}

}  // namespace
}  // namespace quorum::bench
