#include "telemetry/telemetry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <utility>

#include "metrics/process.hpp"

namespace quorum::telemetry {
namespace {

using metrics::Kind;
using namespace std::chrono_literals;

constexpr std::array<std::chrono::nanoseconds, 17> kTimes{
    1ms,    2500us, 5ms, 10ms, 25ms, 50ms, 100ms, 250ms, 500ms,
    1000ms, 2500ms, 5s,  10s,  30s,  60s,  120s,  600s};
constexpr std::array<std::chrono::nanoseconds, 15> kOverheads{
    5us, 10us, 15us, 20us, 30us, 50us, 100us, 200us, 500us, 1ms, 5ms, 10ms, 50ms, 100ms, 1s};

/// So many models, and so many keys, have series of their own; the rest is told together.
constexpr std::size_t kSeriesMax = 300;

class LoopRecorder final : public store::Recorder {
 public:
  LoopRecorder(const FindFacts& find, LoopSeries& series, std::unique_ptr<store::Recorder> kept)
      : prices_(find), series_(series), kept_(std::move(kept)) {}

  void take(store::RequestRecord& record) override {
    series_.add(record);
    if (kept_ == nullptr) return;
    if (!record.cost_pico_usd) {
      if (const auto cost = prices_.cost_of(record)) {
        record.cost_pico_usd = static_cast<std::int64_t>(cost->pico());
      }
    }
    kept_->take(record);
  }

 private:
  PriceMemory prices_;
  LoopSeries& series_;
  std::unique_ptr<store::Recorder> kept_;
};

/// Of one route on all loops.
struct RouteSum {
  std::map<int, std::uint64_t> by_status{};
  std::array<std::uint64_t, 4> by_ending{};
  metrics::Distribution duration{};
  metrics::Distribution overhead{};
  metrics::Distribution first_answer{};
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t retries = 0;
};
using RouteName = std::pair<std::string, std::string>;  ///< Method, pattern.
using RouteSums = std::map<RouteName, RouteSum>;

void add(RouteSum& sum, const RouteSeries& series) {
  for (std::size_t status = 0; status < series.by_status.size(); ++status) {
    const auto count = series.by_status[status].value();
    if (count > 0) sum.by_status[static_cast<int>(status)] += count;
  }
  for (std::size_t i = 0; i < sum.by_ending.size(); ++i) {
    sum.by_ending[i] += series.by_ending[i].value();
  }
  series.duration.add_to(sum.duration);
  series.overhead.add_to(sum.overhead);
  series.first_answer.add_to(sum.first_answer);
  sum.bytes_in += series.bytes_in.value();
  sum.bytes_out += series.bytes_out.value();
  sum.retries += series.retries.value();
}

void write_counts(metrics::Exposition& out, const RouteSums& routes) {
  out.family(
      "quorum_requests_total", Kind::counter,
      "Requests answered, by route and status; 499 is a client that left before any answer.");
  for (const auto& [name, sum] : routes) {
    for (const auto& [status, count] : sum.by_status) {
      const auto shown = fmt::format("{}", status);
      out.sample({{"method", name.first}, {"route", name.second}, {"status", shown}}, count);
    }
  }
  out.family("quorum_requests_ended_total", Kind::counter,
             "How requests ended: whole, failed (an error was answered), cut (the answer broke "
             "off), left (the client went before its end).");
  for (const auto& [name, sum] : routes) {
    for (std::size_t i = 0; i < sum.by_ending.size(); ++i) {
      if (sum.by_ending[i] == 0) continue;
      out.sample({{"method", name.first},
                  {"route", name.second},
                  {"ending", store::name(static_cast<store::Ending>(i))}},
                 sum.by_ending[i]);
    }
  }
  const auto bytes = [&](std::string_view name, std::string_view help, auto member) {
    out.family(name, Kind::counter, help);
    for (const auto& [route, sum] : routes) {
      out.sample({{"method", route.first}, {"route", route.second}}, sum.*member);
    }
  };
  bytes("quorum_request_bytes_total", "Bytes of request bodies.", &RouteSum::bytes_in);
  bytes("quorum_response_bytes_total", "Bytes of answer bodies.", &RouteSum::bytes_out);
  bytes("quorum_upstream_retries_total", "Tries at providers beyond each request's first.",
        &RouteSum::retries);
}

void write_times(metrics::Exposition& out, const RouteSums& routes) {
  const auto histogram = [&](std::string_view name, std::string_view help, auto member,
                             std::span<const std::chrono::nanoseconds> bounds) {
    out.family(name, Kind::histogram, help);
    for (const auto& [route, sum] : routes) {
      if ((sum.*member).count() == 0) continue;
      out.sample({{"method", route.first}, {"route", route.second}}, sum.*member, bounds);
    }
  };
  histogram("quorum_request_duration_seconds", "From the request's arrival to the answer's end.",
            &RouteSum::duration, kTimes);
  histogram("quorum_overhead_seconds",
            "Time in which a request waited neither for its provider nor for a slow client.",
            &RouteSum::overhead, kOverheads);
  histogram("quorum_upstream_ttfb_seconds",
            "From the request's arrival to the provider's first event or answer head.",
            &RouteSum::first_answer, kTimes);
  metrics::Distribution overhead;
  for (const auto& [route, sum] : routes) overhead.add(sum.overhead);
  out.family("quorum_overhead_quantiles_seconds", Kind::summary,
             "Overhead of all requests since the start, to 0.8 percent.")
      .quantiles({}, overhead);
}

using UseName = std::pair<std::string, std::string>;

void write_tokens(metrics::Exposition& out, std::array<std::string_view, 2> labels,
                  std::string_view prefix, const std::map<UseName, store::UsageTotal>& sums) {
  const auto tokens = fmt::format("quorum_{}tokens_total", prefix);
  const auto cost = fmt::format("quorum_{}cost_dollars_total", prefix);
  const auto asked = fmt::format("quorum_{}calls_total", prefix);
  const auto each = [&](auto visit) {
    for (const auto& [name, sum] : sums) visit(name, sum);
  };
  out.family(tokens, Kind::counter,
             "Tokens since the log began: input holds cached ones, output holds reasoning.");
  each([&](const UseName& name, const store::UsageTotal& sum) {
    const std::array<std::pair<std::string_view, std::int64_t>, 5> kinds{
        {{"input", sum.prompt},
         {"output", sum.completion},
         {"cache_read", sum.cached_read},
         {"cache_write", sum.cache_write},
         {"reasoning", sum.reasoning}}};
    for (const auto& [kind, count] : kinds) {
      const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0));
      if (labels[1].empty()) {
        out.sample({{labels[0], name.first}, {"type", kind}}, value);
      } else {
        out.sample({{labels[0], name.first}, {labels[1], name.second}, {"type", kind}}, value);
      }
    }
  });
  const auto plain = [&](const UseName& name, auto value) {
    if (labels[1].empty()) {
      out.sample({{labels[0], name.first}}, value);
    } else {
      out.sample({{labels[0], name.first}, {labels[1], name.second}}, value);
    }
  };
  out.family(cost, Kind::counter, "US dollars since the log began, as far as prices are known.");
  each([&](const UseName& name, const store::UsageTotal& sum) { plain(name, sum.cost.usd()); });
  out.family(asked, Kind::counter, "Requests that went to a provider since the log began.");
  each([&](const UseName& name, const store::UsageTotal& sum) {
    plain(name, static_cast<std::uint64_t>(sum.requests));
  });
}

void add_bounded(std::map<UseName, store::UsageTotal>& sums, UseName name,
                 const store::UsageTotal& row) {
  if (!sums.contains(name) && sums.size() >= kSeriesMax) name = {"(other)", "(other)"};
  sums[name].add(row);
}

void write_uses(metrics::Exposition& out, const std::vector<store::UsageTotal>& rows) {
  std::map<UseName, store::UsageTotal> by_model;
  std::map<UseName, store::UsageTotal> by_key;
  for (const auto& row : rows) {
    // A model that no client ever got a word of may be one that a client made up.
    const bool is_real = row.failures < row.requests || row.prompt + row.completion > 0;
    add_bounded(by_model, {row.provider, is_real ? row.model : "(refused)"}, row);
    add_bounded(by_key, {row.key_id, ""}, row);
  }
  write_tokens(out, {"provider", "model"}, "", by_model);
  write_tokens(out, {"key", ""}, "key_", by_key);
}

void write_keeping(metrics::Exposition& out, const store::KeepingState& state, bool is_up) {
  out.family("quorum_request_log_up", Kind::gauge, "Whether records of requests are kept.")
      .sample({}, std::uint64_t{is_up ? 1U : 0U});
  out.family("quorum_request_log_records_total", Kind::counter, "Records kept since the start.")
      .sample({}, state.kept);
  out.family("quorum_request_log_dropped_total", Kind::counter,
             "Records lost since the start: queue (the writer could not keep up), disk.")
      .sample({{"reason", "queue"}}, state.dropped_queue)
      .sample({{"reason", "disk"}}, state.dropped_disk);
  out.family("quorum_request_log_queue_bytes", Kind::gauge, "Records on their way to the disk.")
      .sample({}, state.waiting_bytes);
  out.family("quorum_request_log_bytes", Kind::gauge, "Size of the request log on the disk.")
      .sample({}, state.kept_bytes);
}

}  // namespace

Telemetry::Telemetry(Config config, std::unique_ptr<store::Requests> requests, std::string trouble)
    : config_(std::move(config)), requests_(std::move(requests)), trouble_(std::move(trouble)) {}

std::unique_ptr<store::Recorder> Telemetry::recorder() {
  auto series = std::make_unique<LoopSeries>();
  auto made = std::make_unique<LoopRecorder>(config_.find_facts, *series,
                                             requests_ ? requests_->recorder() : nullptr);
  const std::scoped_lock lock(mutex_);
  loops_.push_back(std::move(series));
  return made;
}

std::vector<const LoopSeries*> Telemetry::series() const {
  const std::scoped_lock lock(mutex_);
  std::vector<const LoopSeries*> all;
  all.reserve(loops_.size());
  for (const auto& loop : loops_) all.push_back(loop.get());
  return all;
}

std::string Telemetry::trouble() const { return requests_ ? requests_->state().trouble : trouble_; }

std::string Telemetry::expose(metrics::Format format) const {
  RouteSums routes;
  for (const auto* loop : series()) {
    loop->each([&](const RouteSeries& one) {
      add(routes[{std::string(one.method.view()), std::string(one.route.view())}], one);
    });
  }
  metrics::Exposition out(format);
  out.family("quorum_build_info", Kind::gauge, "Which Quorum this is.")
      .sample({{"version", config_.version}}, std::uint64_t{1});
  write_counts(out, routes);
  write_times(out, routes);
  store::KeepingState state;
  if (requests_) {
    state = requests_->state();
    if (const auto rows = requests_->totals()) write_uses(out, *rows);
  }
  write_keeping(out, state, requests_ && state.trouble.empty());
  metrics::write_process(out);
  return out.take();
}

}  // namespace quorum::telemetry
