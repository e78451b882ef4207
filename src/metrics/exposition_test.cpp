#include "metrics/exposition.hpp"

#include <gtest/gtest.h>

#include <array>

namespace quorum::metrics {
namespace {

using namespace std::chrono_literals;

TEST(Exposition, WritesCountersAndGauges) {
  Exposition out(Format::prometheus);
  out.family("q_requests_total", Kind::counter, "Requests.")
      .sample({{"route", "/v1/models"}, {"status", "200"}}, std::uint64_t{18446744073709551615U})
      .sample({{"route", "/health"}, {"status", "200"}}, std::uint64_t{0});
  out.family("q_load", Kind::gauge, "Load.").sample({}, 0.25);
  EXPECT_EQ(out.take(),
            "# HELP q_requests_total Requests.\n"
            "# TYPE q_requests_total counter\n"
            "q_requests_total{route=\"/v1/models\",status=\"200\"} 18446744073709551615\n"
            "q_requests_total{route=\"/health\",status=\"200\"} 0\n"
            "# HELP q_load Load.\n"
            "# TYPE q_load gauge\n"
            "q_load 0.25\n");
}

TEST(Exposition, InOpenMetricsACountersFamilyHasNoTotalAndTheTextAnEnd) {
  Exposition out(Format::open_metrics);
  out.family("q_requests_total", Kind::counter, "Requests.").sample({}, std::uint64_t{1});
  EXPECT_EQ(out.take(),
            "# HELP q_requests Requests.\n# TYPE q_requests counter\nq_requests_total 1\n# EOF\n");
}

TEST(Exposition, ALabelCannotEndItsLineOrItself) {
  Exposition out(Format::prometheus);
  out.family("q", Kind::gauge, "A \\ and\na line.").sample({{"model", "a\"b\\c\nd} 1"}}, 1.0);
  EXPECT_EQ(out.take(),
            "# HELP q A \\\\ and\\na line.\n# TYPE q gauge\nq{model=\"a\\\"b\\\\c\\nd} 1\"} 1\n");
}

TEST(Exposition, AHistogramCountsUpwards) {
  Histogram histogram;
  histogram.add(100us);
  histogram.add(20ms);
  histogram.add(9s);
  Distribution all;
  histogram.add_to(all);
  const std::array<std::chrono::nanoseconds, 3> bounds{1ms, 25ms, 1s};
  Exposition out(Format::prometheus);
  out.family("q_seconds", Kind::histogram, "Time.").sample({{"route", "/"}}, all, bounds);
  EXPECT_EQ(out.take(),
            "# HELP q_seconds Time.\n"
            "# TYPE q_seconds histogram\n"
            "q_seconds_bucket{route=\"/\",le=\"0.001\"} 1\n"
            "q_seconds_bucket{route=\"/\",le=\"0.025\"} 2\n"
            "q_seconds_bucket{route=\"/\",le=\"1.0\"} 2\n"
            "q_seconds_bucket{route=\"/\",le=\"+Inf\"} 3\n"
            "q_seconds_sum{route=\"/\"} 9.0201\n"
            "q_seconds_count{route=\"/\"} 3\n");
}

TEST(Exposition, QuantilesAreASummary) {
  Histogram histogram;
  histogram.add(100ns);
  Distribution all;
  histogram.add_to(all);
  Exposition out(Format::prometheus);
  out.family("q_seconds", Kind::summary, "Time.").quantiles({}, all);
  EXPECT_EQ(out.take(),
            "# HELP q_seconds Time.\n"
            "# TYPE q_seconds summary\n"
            "q_seconds{quantile=\"0.5\"} 1e-07\n"
            "q_seconds{quantile=\"0.9\"} 1e-07\n"
            "q_seconds{quantile=\"0.99\"} 1e-07\n"
            "q_seconds{quantile=\"0.999\"} 1e-07\n"
            "q_seconds_sum 1e-07\n"
            "q_seconds_count 1\n");
}

TEST(Exposition, QuantilesOfNothingAreNoNumbers) {
  Exposition out(Format::prometheus);
  out.family("q_seconds", Kind::summary, "Time.").quantiles({}, Distribution());
  EXPECT_TRUE(out.take().contains("q_seconds{quantile=\"0.5\"} NaN\n"));
}

TEST(Exposition, WhoAsksForOpenMetricsGetsIt) {
  EXPECT_EQ(format_for(""), Format::prometheus);
  EXPECT_EQ(format_for("*/*"), Format::prometheus);
  EXPECT_EQ(format_for("text/plain;version=0.0.4"), Format::prometheus);
  EXPECT_EQ(format_for("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"),
            Format::open_metrics);
  EXPECT_EQ(format_for("text/plain, Application/OpenMetrics-Text; q=0.7"), Format::open_metrics);
  EXPECT_EQ(format_for("application/openmetrics-text;q=0,text/plain"), Format::prometheus);
  EXPECT_EQ(content_type(Format::prometheus), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(content_type(Format::open_metrics),
            "application/openmetrics-text; version=1.0.0; charset=utf-8");
}

}  // namespace
}  // namespace quorum::metrics
