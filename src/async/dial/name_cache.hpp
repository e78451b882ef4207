#pragma once
/// What names were found to stand for, for as long as that may be believed. Pure.

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "async/dial/names.hpp"
#include "core/clock.hpp"

namespace quorum::dial {

struct NameCacheConfig {
  std::size_t names_max = 2048;
  std::chrono::seconds ttl_min{1};  ///< Also of a hosts file's names: a burst reads it once.
  std::chrono::seconds ttl_max{3600};
  std::chrono::seconds absent_ttl_max{10};  ///< That there is no such name.

  /// For so long beyond its time an address is used while no server can be asked (RFC 8767).
  std::chrono::seconds stale_max{3600};
  std::chrono::seconds stale_retry{5};  ///< Before they are asked again then.
};

class NameCache {
 public:
  explicit NameCache(NameCacheConfig config) : config_(config) {}

  /// Nothing where it was never known or is out of date.
  const Found* fresh(const std::string& name, Family family, TimePoint now) const;

  /// For when nobody can be asked: addresses that are out of date, to be believed for a little.
  const Found* stale(const std::string& name, Family family, TimePoint now);

  /// Where there is no room, what ends first makes it.
  void put(const std::string& name, Family family, Found found, TimePoint now);

  std::size_t size() const { return entries_.size(); }

 private:
  using Key = std::pair<std::string, Family>;
  struct Entry {
    Found found;
    TimePoint fresh_until;
    TimePoint stale_until;
  };
  void make_room();

  NameCacheConfig config_;
  std::map<Key, Entry> entries_;
};

}  // namespace quorum::dial
