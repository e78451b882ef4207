#pragma once
/// Where answers of the Responses API are kept for clients that come back to them.

#include <cstddef>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace quorum::store {

/// One answer, and what it was an answer to.
struct ResponseRow {
  std::string id{};
  std::string previous_id{};  ///< The answer that it goes on from; empty for none.
  std::string model{};        ///< As the client named it.
  std::string input{};        ///< JSON array text: the items that this request added.
  std::string response{};     ///< JSON object text, as the client got it.
  UnixMs created_ms = 0;
  std::string owner{};  ///< The id of the client key that asked; empty for none.
  bool operator==(const ResponseRow&) const = default;
};

/// How long an answer is kept, as long as answers come that are newer by that much.
inline constexpr UnixMs kResponseKeptMs = UnixMs{30} * 24 * 60 * 60 * 1000;

/// No chain is told beyond so much text, whoever has made it grow.
inline constexpr std::size_t kChainBytesMax = std::size_t{64} << 20;

/// May be used from every loop, as `Debates`.
class Responses {
 public:
  virtual ~Responses() = default;

  /// Nobody waits for the disk: it is found from now on, and lost with our process only where that
  /// does not end cleanly. Takes the place of an older one of the same id.
  virtual Task<Result<>> put(async::Loop& home, ResponseRow row) = 0;

  /// The answer of that id and those that it goes on from, oldest first. Empty where there is none
  /// of that id. A chain of more than `limit` answers or `kChainBytesMax`, one in a circle, and one
  /// with an answer that is gone have lost their beginning: the first one's `previous_id` tells.
  virtual Task<Result<std::vector<ResponseRow>>> chain(async::Loop& home, std::string id,
                                                       std::size_t limit) = 0;

  /// Whether there was one. Durable.
  virtual Task<Result<bool>> erase(async::Loop& home, std::string id) = 0;
};

}  // namespace quorum::store
