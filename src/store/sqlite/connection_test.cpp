#include "store/sqlite/connection.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "core/try.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::store::sqlite {
namespace {

class SqliteConnection : public testing::Test {
 protected:
  Connection open(Connection::Mode mode = Connection::Mode::read_write) {
    auto connection = Connection::open(path_, mode);
    EXPECT_TRUE(connection) << connection.error().message;
    return std::move(*connection);
  }

  testkit::TempFolder folder_;
  std::string path_ = folder_.path("a.db");
};

TEST_F(SqliteConnection, KeepsTextsAndNumbersAsTheyAre) {
  auto connection = open();
  ASSERT_TRUE(connection.execute("CREATE TABLE t (a TEXT, b INTEGER, c TEXT) STRICT"));
  const std::string text("é\0'\"", 5);
  {
    auto insert = connection.prepare("INSERT INTO t VALUES (?, ?, ?)");
    ASSERT_TRUE(insert);
    ASSERT_TRUE(insert->bind(text).bind(INT64_MIN).bind(std::string_view{}).run());
  }
  auto select = connection.prepare("SELECT a, b, c, c IS NULL FROM t");
  ASSERT_TRUE(select);
  const auto has_row = select->step();
  ASSERT_TRUE(has_row && *has_row);
  EXPECT_EQ(select->text(0), text);
  EXPECT_EQ(select->integer(1), INT64_MIN);
  EXPECT_EQ(select->text(2), "");
  EXPECT_EQ(select->integer(3), 0);
  EXPECT_EQ(*select->step(), false);
}

TEST_F(SqliteConnection, AStatementMayBeUsedAgain) {
  auto connection = open();
  const char* const sql = "SELECT ? + 1";
  for (const std::int64_t value : {1, 41}) {
    auto statement = connection.prepare(sql);
    ASSERT_TRUE(statement);
    ASSERT_TRUE(*statement->bind(value).step());
    EXPECT_EQ(statement->integer(0), value + 1);
  }
}

TEST_F(SqliteConnection, TheFileIsItsOwnersOnly) {
  auto connection = open();
  ASSERT_TRUE(connection.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a)"));
  for (const auto* suffix : {"", "-wal"}) {
    struct stat status{};
    ASSERT_EQ(::stat((path_ + suffix).c_str(), &status), 0) << suffix;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_F(SqliteConnection, SaysWhyAFileCannotBeOpened) {
  const auto folder = Connection::open(folder_.path(), Connection::Mode::read_write);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, Errc::unavailable);
  EXPECT_TRUE(
      folder.error().message.starts_with("The database " + folder_.path() + " cannot be opened: "))
      << folder.error().message;

  const auto absent = Connection::open(folder_.path("none/a.db"), Connection::Mode::read_write);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().message, "The database " + folder_.path("none/a.db") +
                                        " cannot be opened: No such file or directory.");
  EXPECT_FALSE(Connection::open(folder_.path("b.db"), Connection::Mode::read_only));
}

TEST_F(SqliteConnection, KnowsAFullDiskFromADamagedFileFromABug) {
  auto connection = open();
  ASSERT_TRUE(connection.execute("CREATE TABLE t (a TEXT); PRAGMA max_page_count = 10"));
  auto insert = connection.prepare("INSERT INTO t VALUES (?)");
  ASSERT_TRUE(insert);
  const std::string much(1 << 20, 'x');
  const auto full = insert->bind(much).run();
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, Errc::unavailable);
  EXPECT_EQ(full.error().message, "The disk with the debates is full.");

  const auto bug = connection.execute("SELEKT");
  ASSERT_FALSE(bug);
  EXPECT_EQ(bug.error().code, Errc::internal);
  EXPECT_EQ(bug.error().message, "The debates' database failed.");
  EXPECT_EQ(bug.error().detail, "sqlite 1: near \"SELEKT\": syntax error: SELEKT");

  const auto other = folder_.path("c.db");
  std::ofstream(other) << std::string(4096, 'x');
  auto damaged = Connection::open(other, Connection::Mode::read_write);
  ASSERT_TRUE(damaged);
  const auto refused = damaged->number("PRAGMA user_version");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "The debates' database is damaged, or no database at all.");
}

TEST_F(SqliteConnection, AReaderCannotWrite) {
  ASSERT_TRUE(open().execute("CREATE TABLE t (a)"));
  auto reader = open(Connection::Mode::read_only);
  const auto refused = reader.execute("INSERT INTO t VALUES (1)");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "The debates' database may not be written.");
}

}  // namespace
}  // namespace quorum::store::sqlite
