#include "store/sqlite/schema.hpp"

#include <gtest/gtest.h>

#include "testkit/temp_folder.hpp"

namespace quorum::store::sqlite {
namespace {

class SqliteSchema : public testing::Test {
 protected:
  testkit::TempFolder folder_;
  std::string path_ = folder_.path("a.db");
  Connection connection_ = std::move(*Connection::open(path_, Connection::Mode::read_write));
};

TEST_F(SqliteSchema, MakesANewFileOneOfTodayOnce) {
  ASSERT_TRUE(migrate(connection_, path_));
  EXPECT_EQ(*connection_.number("PRAGMA user_version"), kSchemaVersion);
  ASSERT_TRUE(connection_.execute(
      "INSERT INTO debate (id, question, status, request, created_ms, updated_ms) "
      "VALUES ('a', 'b', 'c', 'd', 1, 2)"));
  ASSERT_TRUE(migrate(connection_, path_));
  EXPECT_EQ(*connection_.number("SELECT count(*) FROM debate"), 1);
}

TEST_F(SqliteSchema, RefusesAFileFromTheFutureAndLeavesItAlone) {
  ASSERT_TRUE(connection_.execute("PRAGMA user_version = 7000"));
  const auto refused = migrate(connection_, path_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  EXPECT_EQ(refused.error().message,
            "The database " + path_ +
                " was written by a newer quorum (its schema is 7000, ours 4): run that one, or "
                "choose another data directory.");
  EXPECT_EQ(*connection_.number("SELECT count(*) FROM sqlite_schema"), 0);
}

TEST_F(SqliteSchema, AMigrationThatFailsLeavesNothingBehind) {
  ASSERT_TRUE(connection_.execute("CREATE TABLE debate_event (someone_elses)"));
  EXPECT_FALSE(migrate(connection_, path_));
  EXPECT_EQ(*connection_.number("PRAGMA user_version"), 0);
  EXPECT_EQ(*connection_.number("SELECT count(*) FROM sqlite_schema"), 1);
  EXPECT_TRUE(connection_.execute("BEGIN; COMMIT"));
}

TEST_F(SqliteSchema, TheTablesKeepTypesAndKeysApart) {
  ASSERT_TRUE(migrate(connection_, path_));
  EXPECT_FALSE(connection_.execute(
      "INSERT INTO debate (id, question, status, request, created_ms, updated_ms) "
      "VALUES ('a', 'b', 'c', 'd', 'soon', 2)"));
  ASSERT_TRUE(connection_.execute("INSERT INTO debate_event VALUES (1, 1, 'a', '{}', 0)"));
  EXPECT_FALSE(connection_.execute("INSERT INTO debate_event VALUES (1, 1, 'b', '{}', 0)"));
  EXPECT_TRUE(connection_.is_duplicate());
}

}  // namespace
}  // namespace quorum::store::sqlite
