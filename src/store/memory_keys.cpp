#include "store/memory_keys.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "store/rules.hpp"

namespace quorum::store {

Task<Result<>> MemoryKeys::add(async::Loop& /*home*/, KeyRow row) {
  const std::scoped_lock lock(mutex_);
  const bool is_known = std::ranges::any_of(
      rows_, [&](const KeyRow& other) { return other.id == row.id || other.hash == row.hash; });
  if (is_known) co_return client_key_is_known();
  const auto age = [](const KeyRow& each) { return std::tie(each.created_ms, each.id); };
  const auto place = std::ranges::upper_bound(rows_, age(row), {}, age);
  rows_.insert(place, std::move(row));
  ++version_;
  co_return Result<>{};
}

Task<Result<std::vector<KeyRow>>> MemoryKeys::list(async::Loop& /*home*/) {
  const std::scoped_lock lock(mutex_);
  co_return rows_;
}

Task<Result<bool>> MemoryKeys::revoke(async::Loop& /*home*/, std::string id, UnixMs moment) {
  const std::scoped_lock lock(mutex_);
  const auto row = std::ranges::find(rows_, id, &KeyRow::id);
  if (row == rows_.end() || row->revoked_ms) co_return false;
  row->revoked_ms = moment;
  ++version_;
  co_return true;
}

Task<Result<std::int64_t>> MemoryKeys::clear(async::Loop& /*home*/, UnixMs moment) {
  const std::scoped_lock lock(mutex_);
  const auto is_valid = [moment](const KeyRow& row) { return row.is_valid_at(moment); };
  if (std::ranges::any_of(rows_, is_valid)) co_return client_key_is_valid();
  const auto count = static_cast<std::int64_t>(rows_.size());
  rows_.clear();
  ++version_;
  co_return count;
}

Task<Result<std::int64_t>> MemoryKeys::version(async::Loop& /*home*/) {
  const std::scoped_lock lock(mutex_);
  co_return version_;
}

}  // namespace quorum::store
