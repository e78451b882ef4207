#pragma once
/// From a host's name to a connection.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "async/address.hpp"
#include "async/loop.hpp"
#include "async/offload.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::async {

/// The host's addresses, in the order in which the system would have them tried; at least one. A
/// numeric address takes no time and no thread, nor does `localhost`. `unavailable` where the name
/// is not known.
Task<Result<std::vector<Address>>> resolve(Offload& offload, Loop& loop, std::string host,
                                           std::uint16_t port);

/// Tries the host's addresses one after the other, each for its share of the time that is left.
Task<Result<std::unique_ptr<ByteStream>>> connect_host(Offload& offload, Loop& loop,
                                                       std::string host, std::uint16_t port,
                                                       TimePoint deadline);

}  // namespace quorum::async
