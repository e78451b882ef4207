#include "store/sqlite/writer.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

#include "core/try.hpp"

namespace quorum::store::sqlite {
namespace {

using namespace std::chrono_literals;

/// How long what nobody waits for may gather, so that many small batches cost one transaction. Half
/// of what is promised, as the commit takes its time too.
constexpr auto kGather = 50ms;

bool is_refusal(const Error& error) {
  return error.code == Errc::conflict || error.code == Errc::not_found;
}

}  // namespace

Writer::Writer(Connection connection, std::size_t queue_bytes_max)
    : connection_(std::move(connection)),
      queue_bytes_max_(queue_bytes_max),
      thread_([this] { run(); }) {}

Writer::~Writer() {
  {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_one();
}

Result<> Writer::submit(Job job) {
  {
    const std::scoped_lock lock(mutex_);
    if (queued_bytes_ > queue_bytes_max_) {
      return Error{.code = Errc::unavailable,
                   .message = "The disk cannot keep up with the debates. Try again later.",
                   .retry_after = 1s};
    }
    queued_bytes_ += job.bytes;
    is_urgent_ = is_urgent_ || job.haste == Haste::now;
    queue_.push_back(std::move(job));
  }
  changed_.notify_one();
  return {};
}

bool Writer::is_crowded() {
  const std::scoped_lock lock(mutex_);
  return queued_bytes_ > queue_bytes_max_ / 4;
}

bool Writer::is_idle() {
  const std::scoped_lock lock(mutex_);
  return queue_.empty() && !is_busy_;
}

void Writer::run() {
  while (true) {
    auto jobs = take();
    if (jobs.empty()) return;
    commit(std::move(jobs));
  }
}

/// What the next transaction is made of; nothing when there will be no more.
std::vector<Writer::Job> Writer::take() {
  std::unique_lock lock(mutex_);
  is_busy_ = false;
  changed_.wait(lock, [this] { return !queue_.empty() || is_stopping_; });
  changed_.wait_for(lock, kGather, [this] {
    return is_urgent_ || is_stopping_ || queued_bytes_ > queue_bytes_max_ / 4;
  });
  is_busy_ = true;
  is_urgent_ = false;
  queued_bytes_ = 0;
  return std::exchange(queue_, {});
}

void Writer::commit(std::vector<Job> jobs) {
  auto results = attempt(jobs);
  for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].done(std::move(results[i]));
}

std::vector<Result<>> Writer::attempt(std::span<Job> jobs) {
  std::vector<Result<>> results;
  results.reserve(jobs.size());
  const auto committed = transact(jobs, results);
  if (committed) return results;

  // Nothing of it is in the file, so nobody may believe that it is. SQLite may have rolled back by
  // itself, as it does on a full disk.
  std::ignore = connection_.execute("ROLLBACK");
  if (jobs.size() == 1 || committed.error().code != Errc::internal) {
    return {jobs.size(), Result<>(committed.error())};
  }
  results.clear();
  for (Job& job : jobs) results.push_back(std::move(attempt({&job, 1}).front()));
  return results;
}

Result<> Writer::transact(std::span<Job> jobs, std::vector<Result<>>& results) {
  const bool is_durable = std::ranges::any_of(
      jobs, [](const Job& job) { return job.durability == Durability::durable; });
  // With NORMAL the log is written and not synced; a later FULL commit syncs all of it.
  QUORUM_CHECK(connection_.execute(is_durable ? "PRAGMA synchronous = FULL"
                                              : "PRAGMA synchronous = NORMAL"));
  QUORUM_CHECK(connection_.execute("BEGIN IMMEDIATE"));
  for (Job& job : jobs) {
    auto done = job.work(connection_);
    if (!done && !is_refusal(done.error())) return done;
    results.push_back(std::move(done));
  }
  return connection_.execute("COMMIT");
}

}  // namespace quorum::store::sqlite
