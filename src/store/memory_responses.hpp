#pragma once
/// Answers kept in memory: for tests, and for whoever wants nothing on the disk.

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "store/responses.hpp"

namespace quorum::store {

/// Answers at once, without a wait.
class MemoryResponses final : public Responses {
 public:
  Task<Result<>> put(async::Loop& home, ResponseRow row) override;
  Task<Result<std::vector<ResponseRow>>> chain(async::Loop& home, std::string id,
                                               std::size_t limit) override;
  Task<Result<bool>> erase(async::Loop& home, std::string id) override;

 private:
  std::mutex mutex_;
  std::map<std::string, ResponseRow, std::less<>> rows_;
};

}  // namespace quorum::store
