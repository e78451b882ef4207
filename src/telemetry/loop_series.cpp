#include "telemetry/loop_series.hpp"

#include <algorithm>

#include "core/short_hash.hpp"

namespace quorum::telemetry {

LoopSeries::LoopSeries() = default;

LoopSeries::~LoopSeries() {
  for (auto& slot : slots_) delete slot.load();
}

RouteSeries& LoopSeries::series_of(const store::RequestRecord& record) {
  const auto hash = short_hash(record.route) + record.method.view().size();
  for (std::size_t i = 0; i < kSlots; ++i) {
    auto& slot = slots_[(hash + i) % kSlots];
    auto* series = slot.load(std::memory_order_relaxed);
    if (series == nullptr) {
      series = new RouteSeries{.method = record.method, .route = record.route};
      slot.store(series, std::memory_order_release);
      return *series;
    }
    if (is_same_name(series->route, record.route) && is_same_name(series->method, record.method)) {
      return *series;
    }
  }
  return *slots_.front().load(std::memory_order_relaxed);
}

void LoopSeries::add(const store::RequestRecord& record) {
  auto& series = series_of(record);
  const auto status = std::clamp(record.status, 0, static_cast<int>(RouteSeries::kStatuses) - 1);
  series.by_status[static_cast<std::size_t>(status)].add(1);
  series.by_ending[static_cast<std::size_t>(record.ending)].add(1);
  series.duration.add(record.duration);
  if (record.call.tries > 0) {
    series.overhead.add(record.overhead);
    if (record.call.tries > 1) series.retries.add(record.call.tries - 1);
  }
  if (record.first_answer) series.first_answer.add(*record.first_answer);
  series.bytes_in.add(record.bytes_in);
  series.bytes_out.add(record.bytes_out);
}

}  // namespace quorum::telemetry
