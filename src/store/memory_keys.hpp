#pragma once
/// Keys kept in memory: for tests.

#include <mutex>
#include <vector>

#include "store/keys.hpp"

namespace quorum::store {

/// Answers at once, without a wait.
class MemoryKeys final : public Keys {
 public:
  Task<Result<>> add(async::Loop& home, KeyRow row) override;
  Task<Result<std::vector<KeyRow>>> list(async::Loop& home) override;
  Task<Result<bool>> revoke(async::Loop& home, std::string id, UnixMs moment) override;
  Task<Result<std::int64_t>> clear(async::Loop& home, UnixMs moment) override;
  Task<Result<std::int64_t>> version(async::Loop& home) override;

 private:
  std::mutex mutex_;
  std::vector<KeyRow> rows_;
  std::int64_t version_ = 0;
};

}  // namespace quorum::store
