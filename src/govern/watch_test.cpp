#include "govern/watch.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "async/scope.hpp"
#include "govern/door.hpp"
#include "store/memory_keys.hpp"
#include "testkit/run.hpp"

namespace quorum::govern {
namespace {

using namespace std::chrono_literals;

store::KeyRow row_of(std::string id, std::string_view key) {
  return {.id = std::move(id), .hash = hex(Sha256Machine().digest(key))};
}

/// A store that can be unplugged.
class FlakyKeys final : public store::Keys {
 public:
  Task<Result<>> add(async::Loop& home, store::KeyRow row) override {
    return inner_.add(home, std::move(row));
  }
  Task<Result<std::vector<store::KeyRow>>> list(async::Loop& home) override {
    ++lists;
    return inner_.list(home);
  }
  Task<Result<bool>> revoke(async::Loop& home, std::string id, UnixMs moment) override {
    return inner_.revoke(home, std::move(id), moment);
  }
  Task<Result<std::int64_t>> clear(async::Loop& home, UnixMs moment) override {
    return inner_.clear(home, moment);
  }
  Task<Result<std::int64_t>> version(async::Loop& home) override {
    if (is_down) co_return Error{.code = Errc::unavailable, .message = "Unplugged."};
    co_return co_await inner_.version(home);
  }

  bool is_down = false;
  int lists = 0;

 private:
  store::MemoryKeys inner_;
};

bool lets_in(const Board& board, const Clock& clock, std::string_view key) {
  Door door(board, clock);
  return door.admit({.keys = {&key, 1}}, Effort::look).refusal == nullptr;
}

TEST(Watch, BringsEveryChangeToTheBoardWithinItsPause) {
  testkit::run([](async::Loop& loop) -> Task<> {
    FlakyKeys keys;
    EXPECT_TRUE(co_await keys.add(loop, row_of("key_1", "first")));
    Watch watch(loop, keys, {});
    EXPECT_TRUE(co_await watch.load());
    EXPECT_TRUE(lets_in(watch.board(), loop, "first"));
    async::Scope scope(loop);
    scope.spawn(watch.run());

    EXPECT_TRUE(co_await keys.add(loop, row_of("key_2", "second")));
    EXPECT_FALSE(lets_in(watch.board(), loop, "second"));
    co_await loop.sleep(501ms);
    EXPECT_TRUE(lets_in(watch.board(), loop, "second"));

    EXPECT_TRUE(co_await keys.revoke(loop, "key_1", 1));
    co_await loop.sleep(501ms);
    EXPECT_FALSE(lets_in(watch.board(), loop, "first"));
    EXPECT_TRUE(lets_in(watch.board(), loop, "second"));
  });
}

TEST(Watch, ReadsTheRowsOnlyWhereSomethingHasChanged) {
  testkit::run([](async::Loop& loop) -> Task<> {
    FlakyKeys keys;
    Watch watch(loop, keys, {});
    EXPECT_TRUE(co_await watch.load());
    async::Scope scope(loop);
    scope.spawn(watch.run());
    const auto version = watch.board().version();
    co_await loop.sleep(60s);
    EXPECT_EQ(keys.lists, 1);
    EXPECT_EQ(watch.board().version(), version);
  });
}

TEST(Watch, AStoreThatIsDownLeavesTheKeysAsTheyAre) {
  testkit::run([](async::Loop& loop) -> Task<> {
    FlakyKeys keys;
    EXPECT_TRUE(co_await keys.add(loop, row_of("key_1", "first")));
    Watch watch(loop, keys, {});
    EXPECT_TRUE(co_await watch.load());
    async::Scope scope(loop);
    scope.spawn(watch.run());
    keys.is_down = true;
    EXPECT_TRUE(co_await keys.revoke(loop, "key_1", 1));
    co_await loop.sleep(60s);
    EXPECT_TRUE(lets_in(watch.board(), loop, "first"));
    keys.is_down = false;
    co_await loop.sleep(501ms);
    EXPECT_FALSE(lets_in(watch.board(), loop, "first"));
  });
}

TEST(Watch, WhereTheStoreCannotBeReadNothingIsLoaded) {
  testkit::run([](async::Loop& loop) -> Task<> {
    FlakyKeys keys;
    keys.is_down = true;
    Watch watch(loop, keys, {});
    const auto loaded = co_await watch.load();
    EXPECT_FALSE(loaded);
  });
}

TEST(Watch, AConfiguredKeyIsThereFromTheBeginning) {
  testkit::run([](async::Loop& loop) -> Task<> {
    FlakyKeys keys;
    Watch watch(loop, keys, {Sha256Machine().digest("master")});
    EXPECT_FALSE(watch.board().ring()->empty());
    EXPECT_TRUE(co_await watch.load());
    EXPECT_TRUE(lets_in(watch.board(), loop, "master"));
    EXPECT_FALSE(lets_in(watch.board(), loop, "other"));
  });
}

}  // namespace
}  // namespace quorum::govern
