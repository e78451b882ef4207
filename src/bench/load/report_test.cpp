#include "bench/load/report.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "json/value.hpp"

namespace quorum::bench {
namespace {

std::unique_ptr<LoadResult> seen() {
  auto result = std::make_unique<LoadResult>();
  result->seconds = 2;
  result->tally.answers = 10;
  result->tally.events = 100;
  result->tally.bytes = 1'000;
  for (std::uint64_t i = 1; i <= 10; ++i) result->tally.latency.add(i * 100);
  result->tally.statuses[429] = 1;
  result->tally.note(Flaw::status, "429");
  return result;
}

TEST(Report, TellsPeople) {
  EXPECT_EQ(report_text(*seen()),
            "answers 10 (5/s)  events 100 (50/s)  body bytes 1000  in 2.00 s\n"
            "latency, µs               p50 1  p90 1  p99 1  p999 1  max 1\n"
            "flaws 1  status 1\n"
            "for example: status: 429\n");
}

TEST(Report, TellsPrograms) {
  const auto document = json::Document::parse(report_json(*seen()));
  ASSERT_TRUE(document);
  const auto root = document->root();
  EXPECT_EQ(root["answers"].integer(), 10);
  EXPECT_EQ(root["answers_per_second"].number(), 5.0);
  EXPECT_EQ(root["latency_us"]["count"].integer(), 10);
  EXPECT_EQ(root["latency_us"]["max"].number(), 1.0);
  EXPECT_EQ(root["flaws"]["total"].integer(), 1);
  EXPECT_EQ(root["flaws"]["status"].integer(), 1);
  EXPECT_EQ(root["flaws"]["lost"].integer(), 0);
  EXPECT_EQ(root["statuses"]["429"].integer(), 1);
  EXPECT_EQ(root["example"].string(), "status: 429");
}

}  // namespace
}  // namespace quorum::bench
