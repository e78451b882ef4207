#pragma once
/// Where the keys that clients show are kept: never the keys themselves, only their hashes.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace quorum::store {

struct KeyRow {
  std::string id{};  ///< `key_…`: no secret.
  std::string name{};
  std::string hash{};  ///< SHA-256 of the key's text, 64 lower-case hex digits.
  std::string hint{};  ///< Enough of the key to recognise it, too little to use it.

  // Nothing: no limit.
  std::optional<std::int64_t> requests_per_minute_max{};
  std::optional<std::int64_t> streams_max{};

  UnixMs created_ms = 0;
  std::optional<UnixMs> expires_ms{};  ///< No longer valid from then on.
  std::optional<UnixMs> revoked_ms{};

  bool is_valid_at(UnixMs moment) const {
    return !revoked_ms && (!expires_ms || moment < *expires_ms);
  }
  bool operator==(const KeyRow&) const = default;
};

/// May be used from every loop and by several processes at once, as `Debates`. Whatever changes a
/// key is durable when it is told.
class Keys {
 public:
  virtual ~Keys() = default;

  /// `conflict` where one of that id or hash is there.
  virtual Task<Result<>> add(async::Loop& home, KeyRow row) = 0;

  /// All of them, revoked and expired ones too, oldest first.
  virtual Task<Result<std::vector<KeyRow>>> list(async::Loop& home) = 0;

  /// Whether there was such a key that was not yet revoked. The row stays: what the key has done
  /// can still be told.
  virtual Task<Result<bool>> revoke(async::Loop& home, std::string id, UnixMs moment) = 0;

  /// Erases all rows, unless one is valid at `moment`, which is a `conflict`. How many there were.
  virtual Task<Result<std::int64_t>> clear(async::Loop& home, UnixMs moment) = 0;

  /// Another number whenever a key has changed, whoever changed it. Cheap: asked all the time.
  virtual Task<Result<std::int64_t>> version(async::Loop& home) = 0;
};

}  // namespace quorum::store
