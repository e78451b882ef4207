#include "store/memory_responses.hpp"

#include <algorithm>
#include <utility>

#include "store/rules.hpp"

namespace quorum::store {

Task<Result<>> MemoryResponses::put(async::Loop& /*home*/, ResponseRow row) {
  const std::scoped_lock lock(mutex_);
  const auto oldest_ms = row.created_ms - kResponseKeptMs;
  std::erase_if(rows_, [&](const auto& entry) { return entry.second.created_ms < oldest_ms; });
  auto id = row.id;
  rows_.insert_or_assign(std::move(id), std::move(row));
  co_return Result<>{};
}

Task<Result<std::vector<ResponseRow>>> MemoryResponses::chain(async::Loop& /*home*/, std::string id,
                                                              std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  std::vector<ResponseRow> rows;
  ChainEnd end{limit};
  for (auto at = rows_.find(id); at != rows_.end() && end.takes(at->second);
       at = rows_.find(rows.back().previous_id)) {
    rows.push_back(at->second);
  }
  std::ranges::reverse(rows);
  co_return rows;
}

Task<Result<bool>> MemoryResponses::erase(async::Loop& /*home*/, std::string id) {
  const std::scoped_lock lock(mutex_);
  co_return rows_.erase(id) > 0;
}

}  // namespace quorum::store
