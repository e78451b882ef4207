#pragma once
/// A load on a chat endpoint: as fast as so many connections can, or at a rate.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench/load/tally.hpp"
#include "bench/wording.hpp"
#include "core/error.hpp"

namespace quorum::bench {

struct LoadConfig {
  std::string host = "127.0.0.1";  ///< A numeric address.
  std::uint16_t port = 8000;
  const Wording* wording = nullptr;  ///< Null: OpenAI's.
  Question question{};
  std::vector<std::string> models{};  ///< Instead of the question's one: connections ask in turn.
  std::string key{};
  std::vector<std::string> fields{};  ///< More of the head, as `Name: value`.
  std::size_t connections = 64;
  std::size_t threads = 1;  ///< Each with its share of connections, rate and requests.
  std::chrono::milliseconds duration{10'000};
  std::uint64_t requests_max = 0;     ///< 0: only time ends it.
  double rate = 0;                    ///< Requests a second; 0: a closed loop.
  std::chrono::milliseconds ramp{0};  ///< The connections begin spread over this time.
  std::chrono::milliseconds wait_max{60'000};
  std::uint64_t seed = 1;
  bool is_tls = false;    ///< The certificate is taken as it is unless `ca_file` is given.
  std::string ca_file{};  ///< PEM.
};

struct LoadResult {
  Tally tally{};
  double seconds = 0;  ///< That it really took.
};

/// Blocks until done; one thread a share.
Result<std::unique_ptr<LoadResult>> run_load(const LoadConfig& config);

}  // namespace quorum::bench
