#include "store/sqlite/rows.hpp"

#include <gtest/gtest.h>

#include "store/sqlite/schema.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::store::sqlite {
namespace {

// What the rows mean is told by the contract of store/debates.hpp; here is what only SQLite could
// get wrong.
class SqliteRows : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(migrate(connection_, path_)); }

  testkit::TempFolder folder_;
  std::string path_ = folder_.path("a.db");
  Connection connection_ = std::move(*Connection::open(path_, Connection::Mode::read_write));
};

TEST_F(SqliteRows, ARefusalHasWrittenNothing) {
  ASSERT_TRUE(insert_debate(connection_, {.id = "a", .question = "", .status = "", .request = ""}));
  ASSERT_TRUE(connection_.execute("BEGIN IMMEDIATE"));
  EXPECT_FALSE(
      insert_debate(connection_, {.id = "a", .question = "", .status = "", .request = ""}));
  EXPECT_FALSE(insert_events(
      connection_, "a",
      {{.seq = 1, .name = "n", .data = "{}"}, {.seq = 3, .name = "n", .data = "{}"}}));
  EXPECT_FALSE(insert_events(connection_, "b", {{.seq = 1, .name = "n", .data = "{}"}}));
  ASSERT_TRUE(connection_.execute("COMMIT"));
  EXPECT_EQ(*connection_.number("SELECT count(*) FROM debate"), 1);
  EXPECT_EQ(*connection_.number("SELECT count(*) FROM debate_event"), 0);
  EXPECT_EQ(*connection_.number("SELECT last_seq FROM debate"), 0);
}

TEST_F(SqliteRows, BoundsBeyondSqlitesNumbersMeanAll) {
  ASSERT_TRUE(insert_debate(connection_, {.id = "a", .question = "", .status = "", .request = ""}));
  ASSERT_TRUE(insert_events(connection_, "a", {{.seq = 1, .name = "n", .data = "{}"}}));
  EXPECT_EQ(read_events(connection_, "a", 0, SIZE_MAX)->size(), 1U);
  EXPECT_EQ(read_events(connection_, "a", UINT64_MAX, 10)->size(), 0U);
  EXPECT_EQ(list_debates(connection_, {.limit = SIZE_MAX})->size(), 1U);
}

TEST_F(SqliteRows, EachDebateHasItsNumber) {
  for (const auto* id : {"a", "b"}) {
    ASSERT_TRUE(
        insert_debate(connection_, {.id = id, .question = "", .status = "", .request = ""}));
  }
  EXPECT_NE(*number_of(connection_, "a"), *number_of(connection_, "b"));
  EXPECT_FALSE(number_of(connection_, "c"));
}

}  // namespace
}  // namespace quorum::store::sqlite
