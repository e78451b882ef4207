#pragma once
/// From a host and a port to a connection.

#include <cstdint>
#include <memory>
#include <string>

#include "async/dial/eyeballs.hpp"
#include "async/dial/names.hpp"
#include "async/dial/resolver.hpp"
#include "async/loop.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::dial {

/// Of one loop; outlives who waits for it.
class Dialer final : private Dialing {
 public:
  explicit Dialer(async::Loop& loop) : loop_(loop) {}
  /// With names from `source`, which outlives it.
  Dialer(async::Loop& loop, NameSource& source);

  /// `host` is a name or an address, in brackets or not. `unavailable` where there is no such host
  /// or nobody answers (`reason` tells: `cannot_resolve`, `no_name_server`, `cannot_connect`),
  /// `deadline_exceeded` where that takes longer.
  Task<Result<std::unique_ptr<async::ByteStream>>> dial(std::string host, std::uint16_t port,
                                                        TimePoint deadline);

 private:
  Task<Result<std::unique_ptr<async::ByteStream>>> connect(async::Address address,
                                                           TimePoint deadline) override;
  Result<> open();

  async::Loop& loop_;
  std::unique_ptr<NameSource> own_source_;  ///< Made when first needed, as is the next.
  std::unique_ptr<Resolver> resolver_;
};

}  // namespace quorum::dial
