#include "store/sqlite/debates.hpp"

#include <map>
#include <mutex>
#include <utility>

#include "async/reply.hpp"
#include "core/try.hpp"
#include "store/sqlite/access.hpp"
#include "store/sqlite/lock_file.hpp"
#include "store/sqlite/rows.hpp"

namespace quorum::store::sqlite {
namespace {

/// What relaxed appends could not do, until their debate's log goes on.
class Losses {
 public:
  /// What to tell of an append that ended so: instead of a gap, the loss that left it.
  Result<> explain(const std::string& id, Result<> result) {
    const std::scoped_lock lock(mutex_);
    const auto lost = lost_.find(id);
    if (lost == lost_.end()) return result;
    if (!result) return result.error().reason == "sequence" ? Result<>(lost->second) : result;
    lost_.erase(lost);
    return result;
  }

  void add(const std::string& id, const Error& error) {
    const std::scoped_lock lock(mutex_);
    lost_.try_emplace(id, error);
  }

 private:
  std::mutex mutex_;
  std::map<std::string, Error, std::less<>> lost_;
};

std::size_t bytes_of(const std::vector<LogEvent>& events) {
  std::size_t bytes = 256;
  for (const LogEvent& event : events)
    bytes += sizeof event + event.name.size() + event.data.size();
  return bytes;
}

class SqliteDebates final : public Debates {
 public:
  SqliteDebates(std::unique_ptr<Access> access, const Config& config)
      : leases_path_(config.path + ".leases"), access_(std::move(access)) {}

  Task<Result<>> create(async::Loop& home, DebateRow row) override {
    const auto bytes = row.question.size() + row.request.size() + 512;
    auto work = [row = std::move(row)](Connection& connection) {
      return insert_debate(connection, row);
    };
    return access_->write(home, {.work = std::move(work), .bytes = bytes});
  }

  Task<Result<>> append(async::Loop& home, std::string id, std::vector<LogEvent> events,
                        Durability durability) override {
    Writer::Job job{.durability = durability, .bytes = bytes_of(events)};
    job.work = [id, events = std::move(events)](Connection& connection) {
      return insert_events(connection, id, events);
    };
    // Who need not wait for the disk waits all the same while it cannot keep up.
    const bool waits = durability != Durability::relaxed || access_->writer().is_crowded();
    return waits ? append_and_wait(home, std::move(id), std::move(job))
                 : append_and_leave(std::move(id), std::move(job));
  }

  Task<Result<>> set_status(async::Loop& home, std::string id, std::string status) override {
    const auto at_ms = home.unix_ms();
    auto work = [id = std::move(id), status = std::move(status), at_ms](Connection& connection) {
      return update_status(connection, id, status, at_ms);
    };
    return access_->write(home, {.work = std::move(work), .bytes = 512});
  }

  Task<Result<std::optional<DebateRow>>> find(async::Loop& home, std::string id) override {
    return access_->ask<std::optional<DebateRow>>(
        home, [id = std::move(id)](Connection& connection) { return find_debate(connection, id); });
  }

  Task<Result<std::vector<DebateRow>>> list(async::Loop& home, DebateQuery query) override {
    return access_->ask<std::vector<DebateRow>>(home,
                                                [query = std::move(query)](Connection& connection) {
                                                  return list_debates(connection, query);
                                                });
  }

  Task<Result<std::vector<LogEvent>>> read(async::Loop& home, std::string id,
                                           std::uint64_t after_seq, std::size_t limit) override {
    return access_->ask<std::vector<LogEvent>>(
        home, [id = std::move(id), after_seq, limit](Connection& connection) {
          return read_events(connection, id, after_seq, limit);
        });
  }

  Task<Result<std::unique_ptr<Lease>>> lease(async::Loop& home, std::string id) override {
    return access_->ask<std::unique_ptr<Lease>>(
        home, [this, id = std::move(id)](Connection& connection) -> Result<std::unique_ptr<Lease>> {
          QUORUM_TRY(const auto number, number_of(connection, id));
          return lock_place(leases_path_, number);
        });
  }

 private:
  Task<Result<>> append_and_wait(async::Loop& home, std::string id, Writer::Job job) {
    const auto committed = std::make_shared<async::Reply<Result<>>>(home);
    async::Reply<Result<>>::Wait wait(home, committed);
    job.done = [this, id = std::move(id), committed](Result<> result) {
      committed->send(losses_.explain(id, std::move(result)));
    };
    QUORUM_CO_CHECK(access_->writer().submit(std::move(job)));
    co_return co_await wait;
  }

  Task<Result<>> append_and_leave(std::string id, Writer::Job job) {
    job.haste = Writer::Haste::soon;
    job.done = [this, id = std::move(id)](Result<> result) {
      const auto told = losses_.explain(id, std::move(result));
      if (!told) losses_.add(id, told.error());
    };
    co_return access_->writer().submit(std::move(job));
  }

  const std::string leases_path_;
  Losses losses_;
  std::unique_ptr<Access> access_;  ///< Last: its threads use what is above.
};

}  // namespace

Result<std::unique_ptr<Debates>> open_debates(const Config& config) {
  QUORUM_TRY(auto access, Access::open(config));
  return std::make_unique<SqliteDebates>(std::move(access), config);
}

}  // namespace quorum::store::sqlite
