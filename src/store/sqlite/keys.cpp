#include "store/sqlite/keys.hpp"

#include <utility>

#include "core/try.hpp"
#include "store/rules.hpp"

namespace quorum::store::sqlite {
namespace {

void bind_number(Statement& statement, const std::optional<std::int64_t>& number) {
  if (number) {
    statement.bind(*number);
  } else {
    statement.bind_null();
  }
}

Result<> insert(Connection& connection, const KeyRow& row) {
  QUORUM_TRY(auto insert,
             connection.prepare("INSERT INTO client_key (id, name, hash, hint, created_ms, "
                                "requests_per_minute_max, streams_max, expires_ms, revoked_ms) "
                                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  insert.bind(row.id).bind(row.name).bind(row.hash).bind(row.hint).bind(row.created_ms);
  bind_number(insert, row.requests_per_minute_max);
  bind_number(insert, row.streams_max);
  bind_number(insert, row.expires_ms);
  bind_number(insert, row.revoked_ms);
  auto done = insert.run();
  if (!done && connection.is_duplicate()) return client_key_is_known();
  return done;
}

Result<std::vector<KeyRow>> select_all(Connection& connection) {
  QUORUM_TRY(auto select,
             connection.prepare("SELECT id, name, hash, hint, created_ms, "
                                "requests_per_minute_max, streams_max, expires_ms, revoked_ms "
                                "FROM client_key ORDER BY created_ms, id"));
  const auto number = [&select](int column) -> std::optional<std::int64_t> {
    if (select.is_null(column)) return std::nullopt;
    return select.integer(column);
  };
  std::vector<KeyRow> rows;
  while (true) {
    QUORUM_TRY(const bool is_row, select.step());
    if (!is_row) return rows;
    rows.push_back({.id = select.text(0),
                    .name = select.text(1),
                    .hash = select.text(2),
                    .hint = select.text(3),
                    .requests_per_minute_max = number(5),
                    .streams_max = number(6),
                    .created_ms = select.integer(4),
                    .expires_ms = number(7),
                    .revoked_ms = number(8)});
  }
}

Result<> erase_all(Connection& connection, UnixMs moment, std::int64_t& count) {
  {
    QUORUM_TRY(auto valid, connection.prepare("SELECT 1 FROM client_key WHERE revoked_ms IS NULL "
                                              "AND (expires_ms IS NULL OR expires_ms > ?)"));
    QUORUM_TRY(const bool is_one_valid, valid.bind(moment).step());
    if (is_one_valid) return client_key_is_valid();
  }
  QUORUM_TRY(count, connection.number("SELECT count(*) FROM client_key"));
  return connection.execute("DELETE FROM client_key");
}

class SqliteKeys final : public Keys {
 public:
  explicit SqliteKeys(std::unique_ptr<Access> access) : access_(std::move(access)) {}

  Task<Result<>> add(async::Loop& home, KeyRow row) override {
    auto work = [row = std::move(row)](Connection& connection) { return insert(connection, row); };
    return access_->write(home, {.work = std::move(work), .bytes = sizeof(KeyRow) + 512});
  }

  Task<Result<std::vector<KeyRow>>> list(async::Loop& home) override {
    return access_->ask<std::vector<KeyRow>>(home, select_all);
  }

  Task<Result<bool>> revoke(async::Loop& home, std::string id, UnixMs moment) override {
    const auto is_found = std::make_shared<bool>(false);
    Writer::Job job{.bytes = id.size() + 256};
    job.work = [id = std::move(id), moment, is_found](Connection& connection) -> Result<> {
      QUORUM_TRY(auto update,
                 connection.prepare("UPDATE client_key SET revoked_ms = ? WHERE id = ? AND "
                                    "revoked_ms IS NULL RETURNING id"));
      QUORUM_TRY(*is_found, update.bind(moment).bind(id).step());
      return {};
    };
    QUORUM_CO_CHECK(co_await access_->write(home, std::move(job)));
    co_return *is_found;
  }

  Task<Result<std::int64_t>> clear(async::Loop& home, UnixMs moment) override {
    const auto count = std::make_shared<std::int64_t>(0);
    Writer::Job job{.bytes = 256};
    job.work = [moment, count](Connection& connection) {
      return erase_all(connection, moment, *count);
    };
    QUORUM_CO_CHECK(co_await access_->write(home, std::move(job)));
    co_return *count;
  }

  Task<Result<std::int64_t>> version(async::Loop& home) override {
    return access_->ask<std::int64_t>(home, [](Connection& connection) {
      return connection.number("SELECT version FROM client_key_version");
    });
  }

 private:
  std::unique_ptr<Access> access_;
};

}  // namespace

Result<std::unique_ptr<Keys>> open_keys(const Config& config) {
  QUORUM_TRY(auto access, Access::open(config));
  return std::make_unique<SqliteKeys>(std::move(access));
}

}  // namespace quorum::store::sqlite
