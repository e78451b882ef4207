#pragma once
/// A fast fake provider that speaks every dialect at its path, and breaks its word when told to.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "bench/upstream/plan.hpp"
#include "bench/wording.hpp"
#include "core/error.hpp"

namespace quorum::bench {

struct UpstreamConfig {
  std::string host = "127.0.0.1";     ///< A numeric address.
  std::uint16_t port = 0;             ///< 0: any free one.
  const Wording* only = nullptr;      ///< Null: every dialect at its path.
  Plan plan{};                        ///< Unless the request asks for something else.
  std::vector<std::string> faults{};  ///< As `FaultDice::add` takes them.
  std::uint64_t seed = 1;
  std::string tls_certificate_file{};  ///< PEM; TLS when both are given.
  std::string tls_key_file{};
};

/// Answers until destroyed. `GET /bench/state` says, as a JSON object, what it has seen:
/// `connections` open now, `accepted`, `requests`, `events` sent, `answers` told whole, `streams`
/// open now, `cancelled` answers whose client left, and `cancelled_ns`, the moments (monotonic
/// clock) at which the last 100 of them were noticed.
class Upstream {
 public:
  static Result<std::unique_ptr<Upstream>> listen(async::Loop& loop, UpstreamConfig config);
  virtual ~Upstream() = default;
  virtual std::uint16_t port() const = 0;

  /// What `/bench/state` says.
  virtual std::string state() const = 0;
};

}  // namespace quorum::bench
