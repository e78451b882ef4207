#pragma once
/// All keys at one moment: made once, never changed, found by their hashes.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "core/sha256.hpp"
#include "govern/permit.hpp"
#include "govern/rate.hpp"
#include "store/keys.hpp"

namespace quorum::govern {

/// What goes on under a key, whatever ring it stands in. A cache line of its own: two keys that
/// are used on two threads do not meet.
struct alignas(64) KeyUse {
  Rate rate{};
  Permits permits{};
};

struct Key {
  std::string id{};
  Sha256Digest hash{};

  // 0: no limit.
  std::int64_t requests_per_minute_max = 0;
  std::int64_t streams_max = 0;
  UnixMs ends_ms = std::numeric_limits<UnixMs>::max();  ///< Expires or was revoked then.
  bool is_revoked = false;
  std::shared_ptr<KeyUse> use{};  ///< Shared with the rings before and after.
};

class Ring {
 public:
  /// Of those that are kept, and of `masters`: hashes of keys that stand in the configuration and
  /// know no limits. What is used under keys that `before` has, too, goes on being counted.
  static std::shared_ptr<const Ring> make(std::span<const store::KeyRow> rows,
                                          std::span<const Sha256Digest> masters,
                                          const Ring* before);

  /// Null where nobody has that key. Revoked and expired ones are found.
  const Key* find(const Sha256Digest& hash) const;

  /// Whether no key has ever been made: then, and only then, one's own machine needs none. Keys
  /// that are revoked or expired close the door as valid ones do: nothing opens by itself.
  bool empty() const { return keys_.empty(); }
  std::size_t size() const { return keys_.size(); }

 private:
  explicit Ring(std::vector<Key> keys);

  std::vector<Key> keys_;
  std::vector<std::uint32_t> places_;  ///< Indices into `keys_` plus one, by the hash; 0: free.
};

/// The configuration's key is called so.
inline constexpr std::string_view kMasterId = "master";

}  // namespace quorum::govern
