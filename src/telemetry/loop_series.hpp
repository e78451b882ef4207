#pragma once
/// What one loop has counted of its requests. The loop's thread writes, any thread reads.

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>

#include "core/bounded_text.hpp"
#include "metrics/counter.hpp"
#include "metrics/histogram.hpp"
#include "store/request_record.hpp"

namespace quorum::telemetry {

/// Of one route. Large; made when the route is first asked.
struct RouteSeries {
  static constexpr std::size_t kStatuses = 600;

  BoundedText<7> method{};
  BoundedText<63> route{};
  std::array<metrics::Counter, kStatuses> by_status{};
  std::array<metrics::Counter, 4> by_ending{};  ///< By `store::Ending`.
  metrics::Histogram duration{};
  metrics::Histogram overhead{};      ///< Of those for which a provider was asked.
  metrics::Histogram first_answer{};  ///< Of those that were answered by one.
  metrics::Counter bytes_in{};
  metrics::Counter bytes_out{};
  metrics::Counter retries{};
};

/// The routes that were asked, in a table of fixed size: their number is the program's, not the
/// clients'. Whatever would not fit is counted under the first of all.
class LoopSeries {
 public:
  LoopSeries();
  LoopSeries(const LoopSeries&) = delete;
  LoopSeries& operator=(const LoopSeries&) = delete;
  ~LoopSeries();

  /// On the loop's thread.
  void add(const store::RequestRecord& record);

  template <typename Visit>
  void each(Visit visit) const {
    for (const auto& slot : slots_) {
      if (const auto* series = slot.load(std::memory_order_acquire)) visit(*series);
    }
  }

 private:
  static constexpr std::size_t kSlots = 256;
  RouteSeries& series_of(const store::RequestRecord& record);

  /// Owned; plain pointers, because readers look while the loop adds.
  std::array<std::atomic<RouteSeries*>, kSlots> slots_{};
};

}  // namespace quorum::telemetry
