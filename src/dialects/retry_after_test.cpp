#include "dialects/retry_after.hpp"

#include <gtest/gtest.h>

namespace quorum::dialects {
namespace {

using namespace std::chrono_literals;

TEST(RetryAfter, ReadsSecondsMillisecondsAndDates) {
  EXPECT_EQ(retry_after({.seconds_or_date = "7"}), 7000ms);
  EXPECT_EQ(retry_after({.seconds_or_date = "0"}), 0ms);
  EXPECT_EQ(retry_after({.seconds_or_date = "1.5"}), 1500ms);
  EXPECT_EQ(retry_after({.seconds_or_date = "7", .milliseconds = "250"}), 250ms);
  // 2015-10-21T07:28:00Z is 1445412480 s after the epoch.
  const std::string_view date = "Wed, 21 Oct 2015 07:28:00 GMT";
  EXPECT_EQ(retry_after({.seconds_or_date = date, .now_ms = 1'445'412'470'000}), 10s);
  EXPECT_EQ(retry_after({.seconds_or_date = date, .now_ms = 1'445'412'490'000}), 0ms);
}

TEST(RetryAfter, SaysNothingAboutWhatItDoesNotUnderstand) {
  for (const std::string_view text :
       {"", "soon", "-1", "inf", "nan", "7 s", "Wed, 41 Oct 2015 07:28:00 GMT",
        "Wed, 21 Okt 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:00 CET", "Wed, 21 Oct 2015"}) {
    EXPECT_EQ(retry_after({.seconds_or_date = text, .milliseconds = text}), std::nullopt) << text;
  }
}

TEST(RetryAfter, NoServerMakesUsWaitMoreThanADay) {
  EXPECT_EQ(retry_after({.seconds_or_date = "1e300"}), 24h);
}

}  // namespace
}  // namespace quorum::dialects
