#pragma once
/// The tables, and how an older file becomes one of today.

#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "store/sqlite/connection.hpp"

namespace quorum::store::sqlite {

/// What `PRAGMA user_version` says of a file that is up to date.
extern const std::int64_t kSchemaVersion;

/// Brings the file to `kSchemaVersion`, all or nothing, whoever else tries at the same time.
/// Refuses a file from the future: what we do not know we would spoil. `path` is for the message.
Result<> migrate(Connection& connection, const std::string& path);

}  // namespace quorum::store::sqlite
