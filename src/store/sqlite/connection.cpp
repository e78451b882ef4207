#include "store/sqlite/connection.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <system_error>
#include <utility>

#include "core/try.hpp"

namespace quorum::store::sqlite {
namespace {

// Another process may be writing: a `quorum debates` beside the server.
constexpr int kBusyMs = 10'000;

std::string_view meaning(int code) {
  switch (code & 0xFF) {
    case SQLITE_FULL: return "The disk with the debates is full.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "Another process has kept the debates' database locked for too long.";
    case SQLITE_READONLY:
    case SQLITE_PERM: return "The debates' database may not be written.";
    case SQLITE_CANTOPEN: return "The debates' database cannot be opened.";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return "The debates' database is damaged, or no database at all.";
    case SQLITE_IOERR: return "The disk with the debates does not work.";
    default: return {};
  }
}

Error failure(sqlite3* handle, std::string_view doing) {
  const int code = sqlite3_extended_errcode(handle);
  const auto known = meaning(code);
  return {.code = known.empty() ? Errc::internal : Errc::unavailable,
          .message = std::string(known.empty() ? "The debates' database failed." : known),
          .detail = fmt::format("sqlite {}: {}: {}", code, sqlite3_errmsg(handle), doing)};
}

Error cannot_open(sqlite3* handle, const std::string& path) {
  const int number = sqlite3_system_errno(handle);
  const auto reason = number == 0 ? std::string(sqlite3_errmsg(handle))
                                  : std::error_code(number, std::system_category()).message();
  return {.code = Errc::unavailable,
          .message = fmt::format("The database {} cannot be opened: {}.", path, reason)};
}

/// Debates are nobody else's business: the file is its owner's from its first moment on. SQLite
/// gives the files beside it the same mode. A failure here is told by SQLite, which tries too.
void make_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
}

}  // namespace

Statement::~Statement() {
  if (handle_ == nullptr) return;
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
}

Statement& Statement::bind(std::string_view text) {
  // A null pointer would bind NULL; an empty text is not that.
  const char* const bytes = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text64(handle_, ++bound_, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(std::int64_t value) {
  sqlite3_bind_int64(handle_, ++bound_, value);
  return *this;
}

Statement& Statement::bind_null() {
  sqlite3_bind_null(handle_, ++bound_);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return failure(sqlite3_db_handle(handle_), sqlite3_sql(handle_));
}

Result<> Statement::run() {
  QUORUM_TRY(const bool has_row, step());
  if (!has_row) return {};
  return Error{.code = Errc::internal, .message = "A row where none belongs.", .detail = {}};
}

std::string Statement::text(int column) const {
  const auto* const bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
  return bytes == nullptr ? std::string() : std::string(bytes, size);
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

void Connection::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
void Connection::Finalize::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }

Result<Connection> Connection::open(const std::string& path, Mode mode) {
  // NOMUTEX: a connection is used by one thread at a time, and we see to that.
  const int access =
      mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (mode == Mode::read_write) make_private_file(path);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, access | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection;
  connection.handle_.reset(handle);
  if (code != SQLITE_OK) return cannot_open(handle, path);
  sqlite3_busy_timeout(handle, kBusyMs);
  sqlite3_extended_result_codes(handle, 1);
  return connection;
}

Result<> Connection::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return failure(handle_.get(), sql);
}

Result<Statement> Connection::prepare(const char* sql) {
  auto& kept = prepared_[sql];
  if (!kept) {
    sqlite3_stmt* fresh = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &fresh, nullptr);
    kept.reset(fresh);
    if (code != SQLITE_OK) return failure(handle_.get(), sql);
  }
  return Statement(kept.get());
}

Result<std::int64_t> Connection::number(const char* sql) {
  QUORUM_TRY(auto statement, prepare(sql));
  QUORUM_TRY(const bool has_row, statement.step());
  return has_row ? statement.integer(0) : 0;
}

bool Connection::is_duplicate() const {
  const int code = sqlite3_extended_errcode(handle_.get());
  return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY;
}

}  // namespace quorum::store::sqlite
