#pragma once
/// Debates kept in memory: for tests, and for whoever wants nothing on the disk.

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "store/debates.hpp"

namespace quorum::store {

/// Answers at once, without a wait. Nothing outlives it, so "durable" means as long as it lives.
class MemoryDebates final : public Debates {
 public:
  MemoryDebates();
  ~MemoryDebates() override;

  Task<Result<>> create(async::Loop& home, DebateRow row) override;
  Task<Result<>> append(async::Loop& home, std::string id, std::vector<LogEvent> events,
                        Durability durability) override;
  Task<Result<>> set_status(async::Loop& home, std::string id, std::string status) override;
  Task<Result<std::optional<DebateRow>>> find(async::Loop& home, std::string id) override;
  Task<Result<std::vector<DebateRow>>> list(async::Loop& home, DebateQuery query) override;
  Task<Result<std::vector<LogEvent>>> read(async::Loop& home, std::string id,
                                           std::uint64_t after_seq, std::size_t limit) override;
  Task<Result<std::unique_ptr<Lease>>> lease(async::Loop& home, std::string id) override;

 private:
  struct Entry {
    DebateRow row;
    std::vector<LogEvent> log{};
  };
  class HeldLease;
  struct Leases;

  Result<> insert(DebateRow row);

  std::mutex mutex_;
  std::map<std::string, Entry, std::less<>> entries_;
  std::shared_ptr<Leases> leases_;  ///< Shared with the leases that are out, which may outlive us.
};

}  // namespace quorum::store
