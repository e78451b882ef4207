#include "store/sqlite/access.hpp"

#include <gtest/gtest.h>

#include "testkit/temp_folder.hpp"

namespace quorum::store::sqlite {
namespace {

TEST(SqliteAccess, ReadsWhatWasWrittenBefore) {
  const auto loop = std::move(*async::Loop::create());
  const testkit::TempFolder folder;
  const auto access = std::move(*Access::open({.path = folder.path("deep/er/a.db")}));
  Writer::Job job{.durability = Durability::relaxed, .haste = Writer::Haste::soon};
  job.work = [](Connection& connection) {
    return connection.execute("INSERT INTO response VALUES ('a', '', 'm', '[]', '{}', 1, '')");
  };
  job.done = [](const Result<>&) {};
  ASSERT_TRUE(access->writer().submit(std::move(job)));
  const auto count =
      loop->run_until_done(access->ask<std::int64_t>(*loop, [](Connection& connection) {
        return connection.number("SELECT count(*) FROM response");
      }));
  EXPECT_EQ(*count, 1);
}

TEST(SqliteAccess, SaysWhyAFileCannotBeUsed) {
  const auto nowhere = Access::open({.path = "/proc/none/quorum.db"});
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, Errc::unavailable);
}

}  // namespace
}  // namespace quorum::store::sqlite
