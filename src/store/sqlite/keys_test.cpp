#include "store/sqlite/keys.hpp"

#include "store/contract_keys.hpp"
#include "store/sqlite/connection.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::store::sqlite {
namespace {

std::unique_ptr<Keys> open(const std::string& path) {
  auto store = open_keys({.path = path});
  EXPECT_TRUE(store) << store.error().message;
  return store ? std::move(*store) : nullptr;
}

struct InSqlite {
  std::unique_ptr<Keys> open() { return sqlite::open(folder.path("deep/er/quorum.db")); }
  testkit::TempFolder folder;
};
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, KeysContract, InSqlite);

TEST(SqliteKeys, WhatOneProcessChangesTheOthersFind) {
  const auto loop = std::move(*async::Loop::create());
  const testkit::TempFolder folder;
  const auto path = folder.path("quorum.db");
  const auto server = open(path);
  const auto command = open(path);
  const auto before = *loop->run_until_done(server->version(*loop));
  ASSERT_TRUE(loop->run_until_done(command->add(*loop, key_row("a"))));
  EXPECT_NE(*loop->run_until_done(server->version(*loop)), before);
  EXPECT_EQ(*loop->run_until_done(server->list(*loop)), std::vector{key_row("a")});
}

TEST(SqliteKeys, AChangeMadeWithAnyToolIsNoticed) {
  const auto loop = std::move(*async::Loop::create());
  const testkit::TempFolder folder;
  const auto path = folder.path("quorum.db");
  const auto keys = open(path);
  ASSERT_TRUE(loop->run_until_done(keys->add(*loop, key_row("a"))));
  auto connection = std::move(*Connection::open(path, Connection::Mode::read_write));
  for (const auto* sql : {"UPDATE client_key SET streams_max = 9", "DELETE FROM client_key"}) {
    const auto before = *loop->run_until_done(keys->version(*loop));
    ASSERT_TRUE(connection.execute(sql));
    EXPECT_NE(*loop->run_until_done(keys->version(*loop)), before) << sql;
  }
}

}  // namespace
}  // namespace quorum::store::sqlite
