#include "store/memory.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "core/try.hpp"
#include "store/rules.hpp"

namespace quorum::store {
namespace {

bool same_letter(char a, char b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return lower(a) == lower(b);
}

bool matches(const DebateRow& row, const DebateQuery& query) {
  if (!query.status.empty() && row.status != query.status) return false;
  const auto found = std::ranges::search(row.question, query.text, same_letter);
  return query.text.empty() || !found.empty();
}

bool is_newer(const DebateRow& a, const DebateRow& b) {
  return std::tie(a.created_ms, a.id) > std::tie(b.created_ms, b.id);
}

/// With what only lists show.
DebateRow listed(DebateRow row, const std::vector<LogEvent>& log) {
  if (!log.empty()) row.first_event = log.front().data;
  if (row.status != "completed") return row;
  for (const auto& event : log) {
    if (event.name == "verdict") row.verdict = event.data;
  }
  return row;
}

}  // namespace

struct MemoryDebates::Leases {
  std::mutex mutex;
  std::set<std::string, std::less<>> held;
};

class MemoryDebates::HeldLease final : public Lease {
 public:
  HeldLease(std::shared_ptr<Leases> leases, std::string id)
      : leases_(std::move(leases)), id_(std::move(id)) {}
  ~HeldLease() override {
    const std::scoped_lock lock(leases_->mutex);
    leases_->held.erase(id_);
  }

 private:
  std::shared_ptr<Leases> leases_;
  std::string id_;
};

MemoryDebates::MemoryDebates() : leases_(std::make_shared<Leases>()) {}
MemoryDebates::~MemoryDebates() = default;

Result<> MemoryDebates::insert(DebateRow row) {
  const std::scoped_lock lock(mutex_);
  for (const auto& [id, entry] : entries_) {
    if (!row.idempotency_key.empty() && entry.row.idempotency_key == row.idempotency_key) {
      return key_is_known(id);
    }
  }
  auto id = row.id;
  const auto [at, is_new] = entries_.try_emplace(std::move(id), Entry{.row = std::move(row)});
  if (is_new) return {};
  return id_is_known();
}

Task<Result<>> MemoryDebates::create(async::Loop& /*home*/, DebateRow row) {
  co_return insert(std::move(row));
}

Task<Result<>> MemoryDebates::append(async::Loop& /*home*/, std::string id,
                                     std::vector<LogEvent> events, Durability /*durability*/) {
  const std::scoped_lock lock(mutex_);
  const auto entry = entries_.find(id);
  if (entry == entries_.end()) co_return no_such_debate();
  auto& [row, log] = entry->second;
  QUORUM_CO_CHECK(check_sequence(log.size(), events));
  if (!events.empty()) row.updated_ms = events.back().at_ms;
  log.insert(log.end(), std::move_iterator(events.begin()), std::move_iterator(events.end()));
  co_return Result<>{};
}

Task<Result<>> MemoryDebates::set_status(async::Loop& home, std::string id, std::string status) {
  const std::scoped_lock lock(mutex_);
  const auto entry = entries_.find(id);
  if (entry == entries_.end()) co_return no_such_debate();
  entry->second.row.status = std::move(status);
  entry->second.row.updated_ms = home.unix_ms();
  co_return Result<>{};
}

Task<Result<std::optional<DebateRow>>> MemoryDebates::find(async::Loop& /*home*/, std::string id) {
  const std::scoped_lock lock(mutex_);
  const auto entry = entries_.find(id);
  if (entry == entries_.end()) co_return std::optional<DebateRow>{};
  co_return std::optional(entry->second.row);
}

Task<Result<std::vector<DebateRow>>> MemoryDebates::list(async::Loop& /*home*/, DebateQuery query) {
  const std::scoped_lock lock(mutex_);
  if (!query.after.empty() && !entries_.contains(query.after)) co_return no_such_page();
  std::vector<DebateRow> rows;
  const auto after = entries_.find(query.after);
  for (const auto& [id, entry] : entries_) {
    const bool is_seen = after != entries_.end() && !is_newer(after->second.row, entry.row);
    if (!is_seen && matches(entry.row, query)) rows.push_back(listed(entry.row, entry.log));
  }
  std::ranges::sort(rows, is_newer);
  if (rows.size() > query.limit) rows.resize(query.limit);
  co_return rows;
}

Task<Result<std::vector<LogEvent>>> MemoryDebates::read(async::Loop& /*home*/, std::string id,
                                                        std::uint64_t after_seq,
                                                        std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  const auto entry = entries_.find(id);
  if (entry == entries_.end()) co_return no_such_debate();
  const auto& log = entry->second.log;
  const auto first = std::min<std::uint64_t>(after_seq, log.size());
  const auto count = std::min<std::uint64_t>(limit, log.size() - first);
  const auto begin = log.begin() + static_cast<std::ptrdiff_t>(first);
  co_return std::vector<LogEvent>(begin, begin + static_cast<std::ptrdiff_t>(count));
}

Task<Result<std::unique_ptr<Lease>>> MemoryDebates::lease(async::Loop& /*home*/, std::string id) {
  {
    const std::scoped_lock lock(mutex_);
    if (!entries_.contains(id)) co_return no_such_debate();
  }
  const std::scoped_lock lock(leases_->mutex);
  if (!leases_->held.insert(id).second) co_return lease_is_taken("this process");
  co_return std::make_unique<HeldLease>(leases_, std::move(id));
}

}  // namespace quorum::store
