#pragma once
/// Everything known of all requests: recorders for the loops, and the text for who scrapes.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "metrics/exposition.hpp"
#include "store/requests.hpp"
#include "telemetry/loop_series.hpp"
#include "telemetry/price_memory.hpp"

namespace quorum::telemetry {

struct Config {
  std::string version{};
  FindFacts find_facts{};  ///< Asked on every loop's thread at once.
};

/// Outlives its recorders.
class Telemetry {
 public:
  /// Without `requests` nothing is kept beyond the process, and `trouble` says why.
  Telemetry(Config config, std::unique_ptr<store::Requests> requests, std::string trouble);

  /// For one loop.
  std::unique_ptr<store::Recorder> recorder();

  /// Any thread; blocks no loop for long.
  std::string expose(metrics::Format format) const;

  /// What is wrong with the keeping of records; empty when all is well.
  std::string trouble() const;
  const store::Requests* requests() const { return requests_.get(); }

 private:
  std::vector<const LoopSeries*> series() const;

  const Config config_;
  const std::unique_ptr<store::Requests> requests_;
  const std::string trouble_;
  mutable std::mutex mutex_{};
  std::vector<std::unique_ptr<LoopSeries>> loops_{};  ///< Kept when their loop has ended.
};

}  // namespace quorum::telemetry
