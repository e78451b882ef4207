#pragma once
/// One connection to an SQLite file, its errors in our words.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace quorum::store::sqlite {

/// A prepared statement at work: bound, stepped, and reset when this goes out of scope.
class Statement {
 public:
  Statement(Statement&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // In the order of the question marks. Texts are not copied: they outlive the statement's work.
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t value);
  Statement& bind_null();

  /// Whether there is a row; false at the end.
  Result<bool> step();

  /// For statements that give no rows.
  Result<> run();

  // Of the row that `step` found.
  std::string text(int column) const;
  std::int64_t integer(int column) const;
  bool is_null(int column) const;

 private:
  friend class Connection;
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
  sqlite3_stmt* handle_;
  int bound_ = 0;
};

/// Used by one thread at a time.
class Connection {
 public:
  enum class Mode : std::uint8_t { read_write, read_only };

  /// Creates the file where `read_write` finds none: readable by its owner only.
  static Result<Connection> open(const std::string& path, Mode mode);

  /// Runs statements that need no values.
  Result<> execute(const char* sql);

  /// Prepared the first time, kept from then on; `sql` is a literal.
  Result<Statement> prepare(const char* sql);

  /// The one number that `sql` asks for.
  Result<std::int64_t> number(const char* sql);

  /// Whether the last failure was a broken UNIQUE or PRIMARY KEY.
  bool is_duplicate() const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const;
  };

  std::unique_ptr<sqlite3, Close> handle_;
  std::map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> prepared_;
};

}  // namespace quorum::store::sqlite
