#include "store/sqlite/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <tuple>

#include "core/try.hpp"

namespace quorum::store::sqlite {
namespace {

// The n-th brings a file of version n to n + 1. What has been released is never changed.
constexpr std::array kMigrations{
    R"sql(
      CREATE TABLE debate (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        question TEXT NOT NULL,
        status TEXT NOT NULL,
        request TEXT NOT NULL,
        idempotency_key TEXT UNIQUE,
        created_ms INTEGER NOT NULL,
        updated_ms INTEGER NOT NULL,
        last_seq INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE INDEX debate_newest ON debate (created_ms DESC, id DESC);
      CREATE TABLE debate_event (
        debate INTEGER NOT NULL REFERENCES debate (number),
        seq INTEGER NOT NULL,
        name TEXT NOT NULL,
        data TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        PRIMARY KEY (debate, seq)
      ) STRICT, WITHOUT ROWID;
    )sql",
    R"sql(
      CREATE TABLE response (
        id TEXT NOT NULL PRIMARY KEY,
        previous_id TEXT NOT NULL,
        model TEXT NOT NULL,
        input TEXT NOT NULL,
        response TEXT NOT NULL,
        created_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX response_oldest ON response (created_ms);
    )sql",
    // The triggers see every change, also one made with another tool.
    R"sql(
      CREATE TABLE client_key (
        id TEXT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        hint TEXT NOT NULL,
        requests_per_minute_max INTEGER,
        streams_max INTEGER,
        created_ms INTEGER NOT NULL,
        expires_ms INTEGER,
        revoked_ms INTEGER
      ) STRICT;
      CREATE TABLE client_key_version (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        version INTEGER NOT NULL
      ) STRICT;
      INSERT INTO client_key_version VALUES (1, 0);
      CREATE TRIGGER client_key_inserted AFTER INSERT ON client_key
        BEGIN UPDATE client_key_version SET version = version + 1; END;
      CREATE TRIGGER client_key_updated AFTER UPDATE ON client_key
        BEGIN UPDATE client_key_version SET version = version + 1; END;
      CREATE TRIGGER client_key_deleted AFTER DELETE ON client_key
        BEGIN UPDATE client_key_version SET version = version + 1; END;
    )sql",
    // Answers from before belong to whoever needs no key.
    R"sql(
      ALTER TABLE response ADD COLUMN owner TEXT NOT NULL DEFAULT '';
    )sql",
};

Error from_the_future(const std::string& path, std::int64_t version) {
  return {.code = Errc::unavailable,
          .message = fmt::format("The database {} was written by a newer quorum (its schema is {}, "
                                 "ours {}): run that one, or choose another data directory.",
                                 path, version, kSchemaVersion)};
}

Result<> step_up(Connection& connection, const std::string& path) {
  // Read again under the lock: another process may have been faster.
  QUORUM_TRY(const auto version, connection.number("PRAGMA user_version"));
  if (version > kSchemaVersion) return from_the_future(path, version);
  for (auto at = version; at < kSchemaVersion; ++at) {
    QUORUM_CHECK(connection.execute(kMigrations[static_cast<std::size_t>(at)]));
  }
  return connection.execute(fmt::format("PRAGMA user_version = {}", kSchemaVersion).c_str());
}

}  // namespace

const std::int64_t kSchemaVersion = kMigrations.size();

Result<> migrate(Connection& connection, const std::string& path) {
  QUORUM_TRY(const auto version, connection.number("PRAGMA user_version"));
  if (version > kSchemaVersion) return from_the_future(path, version);
  if (version == kSchemaVersion) return {};

  QUORUM_CHECK(connection.execute("BEGIN EXCLUSIVE"));
  if (auto done = step_up(connection, path); !done) {
    // SQLite may have rolled back by itself; the first failure is the one to tell.
    std::ignore = connection.execute("ROLLBACK");
    return done;
  }
  return connection.execute("COMMIT");
}

}  // namespace quorum::store::sqlite
