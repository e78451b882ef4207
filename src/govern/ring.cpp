#include "govern/ring.hpp"

#include <bit>
#include <cstring>
#include <utility>

namespace quorum::govern {
namespace {

/// A hash is chance already: any of its bytes are as good as another hash of them.
std::size_t number_of(const Sha256Digest& hash) {
  std::size_t number = 0;
  std::memcpy(&number, hash.data(), sizeof number);
  return number;
}

/// Takes the same time whatever differs.
bool are_equal(const Sha256Digest& left, const Sha256Digest& right) {
  std::uint8_t difference = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    difference = static_cast<std::uint8_t>(difference | (left[i] ^ right[i]));
  }
  return difference == 0;
}

Key key_of(const store::KeyRow& row, const Sha256Digest& hash) {
  Key key{.id = row.id, .hash = hash};
  key.requests_per_minute_max = row.requests_per_minute_max.value_or(0);
  key.streams_max = row.streams_max.value_or(0);
  if (row.expires_ms) key.ends_ms = *row.expires_ms;
  if (row.revoked_ms) key.ends_ms = std::numeric_limits<UnixMs>::min();
  key.is_revoked = row.revoked_ms.has_value();
  return key;
}

}  // namespace

std::shared_ptr<const Ring> Ring::make(std::span<const store::KeyRow> rows,
                                       std::span<const Sha256Digest> masters, const Ring* before) {
  std::vector<Key> keys;
  keys.reserve(rows.size() + masters.size());
  for (const auto& hash : masters) keys.push_back({.id = std::string(kMasterId), .hash = hash});
  for (const auto& row : rows) {
    // A row that somebody has spoilt opens nothing, and neither does it unmake that keys exist.
    keys.push_back(key_of(row, read_digest(row.hash).value_or(Sha256Digest{})));
  }
  for (auto& key : keys) {
    const auto* known = before == nullptr ? nullptr : before->find(key.hash);
    key.use = known == nullptr ? std::make_shared<KeyUse>() : known->use;
  }
  return std::shared_ptr<const Ring>(new Ring(std::move(keys)));
}

Ring::Ring(std::vector<Key> keys)
    : keys_(std::move(keys)), places_(std::bit_ceil(2 * keys_.size() + 1)) {
  const auto mask = places_.size() - 1;
  std::uint32_t index = 0;
  for (const auto& key : keys_) {
    ++index;
    auto place = number_of(key.hash) & mask;
    while (places_[place] != 0) place = (place + 1) & mask;
    places_[place] = index;
  }
}

const Key* Ring::find(const Sha256Digest& hash) const {
  const auto mask = places_.size() - 1;
  // At least half of the places are free.
  for (auto place = number_of(hash) & mask; places_[place] != 0; place = (place + 1) & mask) {
    const auto& key = keys_[places_[place] - 1];
    if (are_equal(key.hash, hash)) return &key;
  }
  return nullptr;
}

}  // namespace quorum::govern
