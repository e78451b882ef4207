#include "app/keyring.hpp"

#include <gtest/gtest.h>

#include "core/sha256.hpp"
#include "govern/door.hpp"
#include "store/sqlite/keys.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::app {
namespace {

using namespace std::chrono_literals;

bool lets_in(const govern::Board& board, const Clock& clock, std::string_view key) {
  govern::Door door(board, clock);
  return door.admit({.keys = {&key, 1}}, govern::Effort::look).refusal == nullptr;
}

TEST(Keyring, KnowsTheKeysThatAreThereAndThoseThatCome) {
  const testkit::TempFolder folder;
  Config config{.data_dir = folder.path("data"), .master_keys = {Secret("master")}};
  const auto loop = std::move(*async::Loop::create());
  const auto command = std::move(*store::sqlite::open_keys({.path = database_path(config)}));
  const auto add = [&](std::string_view id, std::string_view key) {
    const store::KeyRow row{.id = std::string(id), .hash = hex(Sha256Machine().digest(key))};
    EXPECT_TRUE(loop->run_until_done(command->add(*loop, row)));
  };
  add("key_1", "first");
  const auto keyring = std::move(*Keyring::open(*loop, config));
  const auto& board = keyring->board();
  EXPECT_TRUE(lets_in(board, *loop, "first"));
  EXPECT_TRUE(lets_in(board, *loop, "master"));
  EXPECT_FALSE(lets_in(board, *loop, "second"));

  const auto version = board.version();
  add("key_2", "second");
  const auto changed = [&]() -> Task<> {
    while (board.version() == version) co_await loop->sleep(10ms);
  };
  loop->run_until_done(changed());
  EXPECT_TRUE(lets_in(board, *loop, "second"));
}

TEST(Keyring, ADatabaseThatCannotBeReadOpensNothing) {
  const auto loop = std::move(*async::Loop::create());
  const auto refused = Keyring::open(*loop, {.data_dir = "/dev/null"});
  EXPECT_FALSE(refused);
}

}  // namespace
}  // namespace quorum::app
