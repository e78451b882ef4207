#include "store/sqlite/writer.hpp"

#include <gtest/gtest.h>

#include <future>
#include <optional>

#include "testkit/temp_folder.hpp"

namespace quorum::store::sqlite {
namespace {

class SqliteWriter : public testing::Test {
 protected:
  Connection open() {
    auto connection = std::move(*Connection::open(path_, Connection::Mode::read_write));
    EXPECT_TRUE(
        connection.execute("PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS t (a TEXT)"));
    return connection;
  }
  Writer& writer(std::size_t queue_bytes_max = 1 << 20) {
    return writer_.emplace(open(), queue_bytes_max);
  }
  std::int64_t rows() { return *open().number("SELECT count(*) FROM t"); }

  static Writer::Work insert(std::size_t bytes = 1) {
    return [text = std::string(bytes, 'x')](Connection& connection) -> Result<> {
      auto statement = connection.prepare("INSERT INTO t VALUES (?)");
      return statement ? statement->bind(text).run() : Result<>(statement.error());
    };
  }
  /// Submits, and gives what will be told.
  static std::future<Result<>> ask(Writer& writer, Writer::Work work,
                                   Writer::Haste haste = Writer::Haste::now) {
    std::promise<Result<>> promise;
    auto told = promise.get_future();
    EXPECT_TRUE(writer.submit({
        .work = std::move(work),
        .done = [promise = std::move(promise)](
                    Result<> result) mutable { promise.set_value(std::move(result)); },
        .haste = haste,
    }));
    return told;
  }

  /// Keeps the writer busy, alone in its transaction, until it is let go.
  class Hold {
   public:
    explicit Hold(Writer& writer)
        : told_(ask(writer, [this](Connection&) -> Result<> {
            started_.set_value();
            opened_.get_future().wait();
            return {};
          })) {
      started_.get_future().wait();
    }
    void let_go() {
      opened_.set_value();
      EXPECT_TRUE(told_.get());
    }

   private:
    std::promise<void> started_;
    std::promise<void> opened_;
    std::future<Result<>> told_;
  };

  testkit::TempFolder folder_;
  std::string path_ = folder_.path("a.db");
  std::optional<Writer> writer_;
};

TEST_F(SqliteWriter, TellsOfACommitOnceOthersCanSeeIt) {
  auto& writing = writer();
  EXPECT_TRUE(ask(writing, insert()).get());
  EXPECT_EQ(rows(), 1);
  EXPECT_TRUE(ask(writing, insert(), Writer::Haste::soon).get());
  EXPECT_EQ(rows(), 2);
}

TEST_F(SqliteWriter, WhatWasAskedForWhileItWasBusyBecomesOneTransaction) {
  auto& writing = writer();
  Hold hold(writing);
  // Were each its own transaction, the last would see the rows of the others from outside too.
  std::vector<std::future<Result<>>> told;
  for (int i = 0; i < 5; ++i) told.push_back(ask(writing, insert()));
  std::int64_t seen = -1;
  told.push_back(ask(writing, [&](Connection&) -> Result<> {
    auto outside = Connection::open(path_, Connection::Mode::read_only);
    seen = *outside->number("SELECT count(*) FROM t");
    return {};
  }));
  EXPECT_FALSE(writing.is_idle());
  hold.let_go();
  for (auto& each : told) EXPECT_TRUE(each.get());
  EXPECT_EQ(seen, 0);
  EXPECT_EQ(rows(), 5);
}

TEST_F(SqliteWriter, ARefusalHarmsNobodyElse) {
  auto& writing = writer();
  Hold hold(writing);
  auto before = ask(writing, insert());
  auto refused = ask(writing, [](Connection&) { return Result<>(Error{.code = Errc::conflict}); });
  auto after = ask(writing, insert());
  hold.let_go();
  EXPECT_TRUE(before.get());
  EXPECT_EQ(refused.get().error().code, Errc::conflict);
  EXPECT_TRUE(after.get());
  EXPECT_EQ(rows(), 2);
}

TEST_F(SqliteWriter, AFullDiskFailsTheWholeTransactionAndNothingOfItStays) {
  auto connection = open();
  ASSERT_TRUE(connection.execute("PRAGMA max_page_count = 20"));
  auto& writing = writer_.emplace(std::move(connection), 1 << 20);
  Hold hold(writing);
  auto small = ask(writing, insert());
  auto large = ask(writing, insert(1 << 20));
  hold.let_go();
  for (auto* each : {&small, &large}) {
    const auto result = each->get();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::unavailable);
    EXPECT_EQ(result.error().message, "The disk with the debates is full.");
  }
  EXPECT_EQ(rows(), 0);
  EXPECT_TRUE(ask(writing, insert()).get());  // There is room for that.
  EXPECT_EQ(rows(), 1);
}

TEST_F(SqliteWriter, AFaultOfOursFailsItsOwnJobAlone) {
  auto& writing = writer();
  Hold hold(writing);
  auto before = ask(writing, insert());
  auto faulty = ask(writing, [](Connection& connection) { return connection.execute("SELEKT"); });
  auto after = ask(writing, insert());
  hold.let_go();
  EXPECT_TRUE(before.get());
  EXPECT_EQ(faulty.get().error().code, Errc::internal);
  EXPECT_TRUE(after.get());
  EXPECT_EQ(rows(), 2);
}

TEST_F(SqliteWriter, CommitsWhatWasAskedForBeforeItEnds) {
  auto& writing = writer();
  std::vector<std::future<Result<>>> told;
  for (int i = 0; i < 100; ++i) told.push_back(ask(writing, insert(), Writer::Haste::soon));
  writer_.reset();
  for (auto& each : told) EXPECT_TRUE(each.get());
  EXPECT_EQ(rows(), 100);
}

TEST_F(SqliteWriter, RefusesWhatItCouldNotHold) {
  auto& writing = writer(1000);
  Hold hold(writing);
  EXPECT_FALSE(writing.is_crowded());
  std::promise<void> written;
  const auto job = [&](bool is_last) {
    return Writer::Job{.work = insert(),
                       .done =
                           [&, is_last](Result<>) {
                             if (is_last) written.set_value();
                           },
                       .bytes = 600};
  };
  EXPECT_TRUE(writing.submit(job(false)));
  EXPECT_TRUE(writing.is_crowded());
  EXPECT_TRUE(writing.submit(job(true)));
  const auto refused = writing.submit(job(true));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  EXPECT_EQ(refused.error().retry_after, std::chrono::seconds(1));
  hold.let_go();
  written.get_future().wait();
  EXPECT_TRUE(ask(writing, insert()).get());
  EXPECT_EQ(rows(), 3);
}

}  // namespace
}  // namespace quorum::store::sqlite
