#include "store/sqlite/responses.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/try.hpp"
#include "store/rules.hpp"

namespace quorum::store::sqlite {
namespace {

/// Of the old ones that a new one makes room for, so that no single write takes long.
constexpr std::int64_t kErasedAtOnce = 20;

Result<> insert(Connection& connection, const ResponseRow& row) {
  QUORUM_TRY(auto insert, connection.prepare("INSERT OR REPLACE INTO response (id, previous_id, "
                                             "model, input, response, created_ms, owner) "
                                             "VALUES (?, ?, ?, ?, ?, ?, ?)"));
  insert.bind(row.id).bind(row.previous_id).bind(row.model).bind(row.input).bind(row.response);
  QUORUM_CHECK(insert.bind(row.created_ms).bind(row.owner).run());
  QUORUM_TRY(auto erase, connection.prepare("DELETE FROM response WHERE id IN (SELECT id FROM "
                                            "response WHERE created_ms < ? ORDER BY created_ms "
                                            "LIMIT ?)"));
  return erase.bind(row.created_ms - kResponseKeptMs).bind(kErasedAtOnce).run();
}

Result<std::optional<ResponseRow>> find(Connection& connection, std::string_view id) {
  QUORUM_TRY(auto select, connection.prepare("SELECT id, previous_id, model, input, response, "
                                             "created_ms, owner FROM response WHERE id = ?"));
  QUORUM_TRY(const bool is_found, select.bind(id).step());
  if (!is_found) return std::nullopt;
  return ResponseRow{.id = select.text(0),
                     .previous_id = select.text(1),
                     .model = select.text(2),
                     .input = select.text(3),
                     .response = select.text(4),
                     .created_ms = select.integer(5),
                     .owner = select.text(6)};
}

Result<std::vector<ResponseRow>> read_chain(Connection& connection, std::string id,
                                            std::size_t limit) {
  std::vector<ResponseRow> rows;
  ChainEnd end{limit};
  while (true) {
    QUORUM_TRY(auto row, find(connection, id));
    if (!row || !end.takes(*row)) break;
    id = row->previous_id;
    rows.push_back(std::move(*row));
  }
  std::ranges::reverse(rows);
  return rows;
}

class SqliteResponses final : public Responses {
 public:
  explicit SqliteResponses(std::unique_ptr<Access> access) : access_(std::move(access)) {}

  Task<Result<>> put(async::Loop& home, ResponseRow row) override {
    const auto bytes = row.input.size() + row.response.size() + 512;
    Writer::Job job{.durability = Durability::relaxed, .bytes = bytes};
    job.work = [row = std::move(row)](Connection& connection) { return insert(connection, row); };
    // While the disk cannot keep up, even this waits.
    if (access_->writer().is_crowded()) co_return co_await access_->write(home, std::move(job));
    job.haste = Writer::Haste::soon;
    job.done = [](const Result<>&) {};
    co_return access_->writer().submit(std::move(job));
  }

  Task<Result<std::vector<ResponseRow>>> chain(async::Loop& home, std::string id,
                                               std::size_t limit) override {
    return access_->ask<std::vector<ResponseRow>>(
        home, [id = std::move(id), limit](Connection& connection) {
          return read_chain(connection, id, limit);
        });
  }

  Task<Result<bool>> erase(async::Loop& home, std::string id) override {
    const auto is_found = std::make_shared<bool>(false);
    Writer::Job job{.bytes = id.size() + 256};
    job.work = [id = std::move(id), is_found](Connection& connection) -> Result<> {
      QUORUM_TRY(auto erase, connection.prepare("DELETE FROM response WHERE id = ? RETURNING id"));
      QUORUM_TRY(*is_found, erase.bind(id).step());
      return {};
    };
    QUORUM_CO_CHECK(co_await access_->write(home, std::move(job)));
    co_return *is_found;
  }

 private:
  std::unique_ptr<Access> access_;
};

}  // namespace

Result<std::unique_ptr<Responses>> open_responses(const Config& config) {
  QUORUM_TRY(auto access, Access::open(config));
  return std::make_unique<SqliteResponses>(std::move(access));
}

}  // namespace quorum::store::sqlite
