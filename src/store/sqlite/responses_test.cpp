#include "store/sqlite/responses.hpp"

#include "store/contract.hpp"
#include "store/contract_responses.hpp"
#include "store/sqlite/debates.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::store::sqlite {
namespace {

std::unique_ptr<Responses> open(const std::string& path) {
  auto store = open_responses({.path = path});
  EXPECT_TRUE(store) << store.error().message;
  return store ? std::move(*store) : nullptr;
}

struct InSqlite {
  std::unique_ptr<Responses> open() { return sqlite::open(folder.path("deep/er/quorum.db")); }
  testkit::TempFolder folder;
};
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, ResponsesContract, InSqlite);

TEST(SqliteResponses, AreFoundAgainAfterAnOrderlyEnd) {
  const auto loop = std::move(*async::Loop::create());
  const testkit::TempFolder folder;
  const auto path = folder.path("quorum.db");
  ASSERT_TRUE(loop->run_until_done(open(path)->put(*loop, response_row("a"))));
  EXPECT_EQ(*loop->run_until_done(open(path)->chain(*loop, "a", 9)),
            std::vector{response_row("a")});
}

TEST(SqliteResponses, ShareTheirFileWithTheDebates) {
  const auto loop = std::move(*async::Loop::create());
  const testkit::TempFolder folder;
  const auto path = folder.path("quorum.db");
  const auto responses = open(path);
  const auto debates = std::move(*open_debates({.path = path}));
  for (int i = 0; i < 20; ++i) {
    const auto id = std::to_string(i);
    ASSERT_TRUE(loop->run_until_done(responses->put(*loop, response_row(id))));
    ASSERT_TRUE(loop->run_until_done(debates->create(*loop, debate_row(id, 1))));
  }
  EXPECT_EQ(loop->run_until_done(responses->chain(*loop, "19", 1))->size(), 1U);
  EXPECT_EQ(loop->run_until_done(debates->list(*loop, {.limit = 100}))->size(), 20U);
}

}  // namespace
}  // namespace quorum::store::sqlite
