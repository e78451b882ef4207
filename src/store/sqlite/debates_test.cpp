#include "store/sqlite/debates.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include "async/scope.hpp"
#include "core/try.hpp"
#include "store/contract.hpp"
#include "store/contract_lists.hpp"
#include "store/sqlite/connection.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::store::sqlite {
namespace {

std::unique_ptr<Debates> open(const std::string& path) {
  auto store = open_debates({.path = path});
  EXPECT_TRUE(store) << store.error().message;
  return store ? std::move(*store) : nullptr;
}

struct InSqlite {
  std::unique_ptr<Debates> open() { return sqlite::open(folder.path("deep/er/quorum.db")); }
  testkit::TempFolder folder;
};
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, DebatesContract, InSqlite);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, DebatesListContract, InSqlite);

class SqliteDebates : public testing::Test {
 protected:
  template <typename T>
  T run(Task<T> task) {
    return loop_->run_until_done(std::move(task));
  }

  std::unique_ptr<async::Loop> loop_ = std::move(*async::Loop::create());
  testkit::TempFolder folder_;
  std::string path_ = folder_.path("quorum.db");
};

TEST_F(SqliteDebates, FindsEverythingAgainAfterItWasClosed) {
  {
    const auto store = open(path_);
    ASSERT_TRUE(run(store->create(*loop_, debate_row("dbt_1", 1))));
    // Relaxed, and closed at once: a clean end loses nothing.
    ASSERT_TRUE(run(store->append(*loop_, "dbt_1", log_events(1, 500), Durability::relaxed)));
  }
  const auto store = open(path_);
  EXPECT_EQ(*run(store->read(*loop_, "dbt_1", 0, 1000)), log_events(1, 500));
  EXPECT_TRUE(run(store->append(*loop_, "dbt_1", log_events(501, 501), Durability::durable)));
}

TEST_F(SqliteDebates, TwoOpeningsOfOneFileSeeEachOther) {
  const auto server = open(path_);
  const auto terminal = open(path_);
  ASSERT_TRUE(run(server->create(*loop_, debate_row("dbt_1", 1))));
  ASSERT_TRUE(run(terminal->append(*loop_, "dbt_1", log_events(1, 2), Durability::durable)));
  EXPECT_EQ(*run(server->read(*loop_, "dbt_1", 0, 10)), log_events(1, 2));
  // Their sequence is one: who has not read on cannot write on.
  EXPECT_FALSE(run(server->append(*loop_, "dbt_1", log_events(1, 1), Durability::durable)));

  auto lease = run(server->lease(*loop_, "dbt_1"));
  ASSERT_TRUE(lease);
  EXPECT_FALSE(run(terminal->lease(*loop_, "dbt_1")));
  lease->reset();
  EXPECT_TRUE(run(terminal->lease(*loop_, "dbt_1")));
}

TEST_F(SqliteDebates, SaysWhyAFileCannotBeUsed) {
  std::ofstream(path_) << std::string(4096, 'x');
  const auto damaged = open_debates({.path = path_});
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, Errc::unavailable);
  EXPECT_EQ(damaged.error().message,
            "The database " + path_ +
                " cannot be used. The debates' database is damaged, or no database at all.");

  const auto nowhere = open_debates({.path = "/proc/none/quorum.db"});
  ASSERT_FALSE(nowhere);
  EXPECT_TRUE(nowhere.error().message.starts_with("The folder /proc/none cannot be made: "))
      << nowhere.error().message;

  const auto newer = folder_.path("newer.db");
  ASSERT_TRUE(
      Connection::open(newer, Connection::Mode::read_write)->execute("PRAGMA user_version = 9"));
  const auto refused = open_debates({.path = newer});
  ASSERT_FALSE(refused);
  EXPECT_TRUE(
      refused.error().message.starts_with("The database " + newer + " was written by a newer"))
      << refused.error().message;
}

TEST_F(SqliteDebates, TellsOfALostRelaxedAppendInsteadOfTheGapItLeft) {
  const auto store = open(path_);
  ASSERT_TRUE(run(store->create(*loop_, debate_row("dbt_1", 1))));
  ASSERT_TRUE(run(store->append(*loop_, "dbt_1", log_events(1, 1), Durability::durable)));
  auto saboteur = std::move(*Connection::open(path_, Connection::Mode::read_write));
  ASSERT_TRUE(
      saboteur.execute("CREATE TRIGGER no BEFORE INSERT ON debate_event BEGIN "
                       "SELECT RAISE(ABORT, 'the disk said no'); END"));
  ASSERT_TRUE(run(store->append(*loop_, "dbt_1", log_events(2, 2), Durability::relaxed)));
  EXPECT_EQ(*run(store->read(*loop_, "dbt_1", 0, 10)), log_events(1, 1));  // It has been tried.
  ASSERT_TRUE(saboteur.execute("DROP TRIGGER no"));

  for (const auto durability : {Durability::relaxed, Durability::durable}) {
    const auto told = run(store->append(*loop_, "dbt_1", log_events(3, 3), durability));
    if (durability == Durability::relaxed) continue;
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, Errc::internal);
    EXPECT_TRUE(told.error().detail.contains("the disk said no")) << told.error().detail;
  }
  // The log goes on where it stands.
  EXPECT_TRUE(run(store->append(*loop_, "dbt_1", log_events(2, 3), Durability::durable)));
  EXPECT_EQ(*run(store->read(*loop_, "dbt_1", 0, 10)), log_events(1, 3));
  EXPECT_EQ(run(store->append(*loop_, "dbt_1", log_events(5, 5), Durability::durable)).error().code,
            Errc::conflict);
}

TEST_F(SqliteDebates, ACancelledAppendHappensAllTheSame) {
  const auto store = open(path_);
  ASSERT_TRUE(run(store->create(*loop_, debate_row("dbt_1", 1))));
  const auto cancel = [](async::Loop& loop, Debates& debates) -> Task<> {
    async::Scope scope(loop);
    const auto append = [](async::Loop& home, Debates& into) -> Task<> {
      const auto done = co_await into.append(home, "dbt_1", log_events(1, 1), Durability::durable);
      ADD_FAILURE() << "it was cancelled " << done.has_value();
    };
    scope.spawn(append(loop, debates));
    co_await loop.yield();
  };
  run(cancel(*loop_, *store));
  EXPECT_EQ(*run(store->read(*loop_, "dbt_1", 0, 10)), log_events(1, 1));
}

/// Appends to a debate of its own in uneven batches, each kind in turn.
Task<Result<>> write_one(async::Loop& home, Debates& store, std::string id, std::uint64_t events) {
  QUORUM_CO_CHECK(co_await store.create(home, debate_row(id, 1)));
  std::uint64_t seq = 0;
  while (seq < events) {
    const auto last = std::min(events, seq + 1 + seq % 7);
    const auto durability = seq % 3 == 0 ? Durability::durable : Durability::relaxed;
    QUORUM_CO_CHECK(co_await store.append(home, id, log_events(seq + 1, last), durability));
    seq = last;
    if (seq % 5 == 0) QUORUM_CO_CHECK(co_await store.read(home, id, seq / 2, 3));
  }
  co_return Result<>{};
}

Task<> write_many(async::Loop& home, Debates& store, std::string prefix) {
  async::Scope scope(home);
  for (int i = 0; i < 8; ++i) {
    const auto one = [](async::Loop& loop, Debates& into, std::string id) -> Task<> {
      const auto done = co_await write_one(loop, into, id, 60);
      EXPECT_TRUE(done) << (done ? "" : done.error().detail);
    };
    scope.spawn(one(home, store, prefix + std::to_string(i)));
  }
  co_await scope.join();
}

TEST_F(SqliteDebates, ManyLoopsWriteAndReadAtOnce) {
  const auto store = open(path_);
  {
    std::vector<std::jthread> threads;
    for (const auto* prefix : {"a", "b", "c"}) {
      threads.emplace_back([&store, prefix] {
        const auto loop = std::move(*async::Loop::create());
        loop->run_until_done(write_many(*loop, *store, prefix));
      });
    }
  }
  EXPECT_EQ(run(store->list(*loop_, {.limit = 100}))->size(), 24U);
  EXPECT_EQ(*run(store->read(*loop_, "b7", 0, 100)), log_events(1, 60));
}

// The child that is killed: appends, and writes to its standard output the last event that it was
// told outlives it, durable or kept in turn. Between two of them goes a relaxed one.
Task<> append_for_ever(async::Loop& home, Debates& store) {
  auto lease = co_await store.lease(home, "dbt_1");
  if (!lease) ::_exit(3);
  const auto stored = co_await store.read(home, "dbt_1", 0, SIZE_MAX);
  auto seq = stored->size();
  while (true) {
    const auto relaxed =
        co_await store.append(home, "dbt_1", log_events(seq + 1, seq + 2), Durability::relaxed);
    const auto how = seq % 2 == 0 ? Durability::durable : Durability::kept;
    const auto told = co_await store.append(home, "dbt_1", log_events(seq + 3, seq + 3), how);
    if (!relaxed || !told) ::_exit(4);
    seq += 3;
    const auto line = std::to_string(seq) + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) ::_exit(5);
  }
}

TEST(SqliteDebatesChild, AppendsUntilItIsKilled) {
  const char* const path = std::getenv("QUORUM_TEST_DATABASE");
  if (path == nullptr) GTEST_SKIP() << "only as the child of the next test";
  const auto loop = std::move(*async::Loop::create());
  const auto store = open(path);
  loop->run_until_done(append_for_ever(*loop, *store));
}

/// Starts the child, kills it after `lines` of its lines and gives the last number it wrote.
std::uint64_t run_and_kill(const std::string& path, int lines) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  std::string filter = "--gtest_filter=SqliteDebatesChild.*";
  std::string quiet = "--gtest_brief=1";
  std::string variable = "QUORUM_TEST_DATABASE=" + path;
  std::string program = "quorum";
  std::array<char*, 4> arguments{program.data(), filter.data(), quiet.data(), nullptr};
  std::array<char*, 2> environment{variable.data(), nullptr};
  pid_t child = 0;
  EXPECT_EQ(::posix_spawn(&child, "/proc/self/exe", &actions, nullptr, arguments.data(),
                          environment.data()),
            0);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);

  std::string output;
  std::array<char, 4096> bytes{};
  bool is_killed = false;
  while (true) {
    const auto size = ::read(ends[0], bytes.data(), bytes.size());
    if (size <= 0) break;
    output.append(bytes.data(), static_cast<std::size_t>(size));
    if (!is_killed && std::ranges::count(output, '\n') >= lines) {
      ::kill(child, SIGKILL);
      is_killed = true;
    }
  }
  ::close(ends[0]);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << output;

  const auto end = output.rfind('\n');
  const auto start = output.rfind('\n', end - 1) + 1;
  std::uint64_t last = 0;
  std::from_chars(output.data() + start, output.data() + end, last);
  return last;
}

TEST_F(SqliteDebates, AKilledWriterLosesAndDoublesNothingThatItWasTold) {
  ASSERT_TRUE(run(open(path_)->create(*loop_, debate_row("dbt_1", 1))));
  std::minstd_rand random(20);
  std::uint64_t told = 0;
  for (int round = 0; round < 20; ++round) {
    const auto last = run_and_kill(path_, 1 + static_cast<int>(random() % 20));
    EXPECT_GT(last, told);
    told = last;
    const auto store = open(path_);
    const auto stored = run(store->read(*loop_, "dbt_1", 0, SIZE_MAX));
    ASSERT_TRUE(stored);
    EXPECT_GE(stored->size(), told);
    EXPECT_EQ(*stored, log_events(1, stored->size())) << "round " << round;
    // The dead one's lease is free.
    EXPECT_TRUE(run(store->lease(*loop_, "dbt_1")));
  }
}

TEST_F(SqliteDebates, ALeaseNamesTheProcessThatHasIt) {
  // As another process would, without being one: the lock belongs to the opening.
  const auto store = open(path_);
  ASSERT_TRUE(run(store->create(*loop_, debate_row("dbt_1", 1))));
  auto lease = run(store->lease(*loop_, "dbt_1"));
  ASSERT_TRUE(lease);
  const std::int64_t somebody = 12345;
  {
    std::fstream file(path_ + ".leases", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(8);
    file.write(reinterpret_cast<const char*>(&somebody), sizeof somebody);
  }
  const auto refused = run(store->lease(*loop_, "dbt_1"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "The debate is being run by process 12345.");
}

}  // namespace
}  // namespace quorum::store::sqlite
