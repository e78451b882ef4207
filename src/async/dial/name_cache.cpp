#include "async/dial/name_cache.hpp"

#include <algorithm>

namespace quorum::dial {

const Found* NameCache::fresh(const std::string& name, Family family, TimePoint now) const {
  const auto entry = entries_.find({name, family});
  if (entry == entries_.end() || entry->second.fresh_until <= now) return nullptr;
  return &entry->second.found;
}

const Found* NameCache::stale(const std::string& name, Family family, TimePoint now) {
  const auto entry = entries_.find({name, family});
  if (entry == entries_.end() || entry->second.stale_until <= now) return nullptr;
  if (entry->second.found.addresses.empty()) return nullptr;
  entry->second.fresh_until = now + config_.stale_retry;
  return &entry->second.found;
}

void NameCache::put(const std::string& name, Family family, Found found, TimePoint now) {
  const auto most = found.addresses.empty() ? config_.absent_ttl_max : config_.ttl_max;
  found.ttl = std::clamp(found.ttl, config_.ttl_min, most);
  const auto fresh_until = now + found.ttl;
  const Key key{name, family};
  if (!entries_.contains(key) && entries_.size() >= config_.names_max) make_room();
  entries_[key] = {.found = std::move(found),
                   .fresh_until = fresh_until,
                   .stale_until = fresh_until + config_.stale_max};
}

void NameCache::make_room() {
  const auto ends_first = std::ranges::min_element(
      entries_, {}, [](const auto& entry) { return entry.second.fresh_until; });
  if (ends_first != entries_.end()) entries_.erase(ends_first);
}

}  // namespace quorum::dial
