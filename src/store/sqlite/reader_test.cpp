#include "store/sqlite/reader.hpp"

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <vector>

#include "testkit/temp_folder.hpp"

namespace quorum::store::sqlite {
namespace {

TEST(SqliteReader, AnswersInOrderAllThatItTook) {
  const testkit::TempFolder folder;
  std::optional<Reader> reader;
  reader.emplace(std::move(*Connection::open(folder.path("a.db"), Connection::Mode::read_write)),
                 2);
  std::vector<int> answered;
  std::promise<void> gate;
  std::promise<void> started;
  ASSERT_TRUE(reader->submit([&, opened = gate.get_future()](Connection& connection) mutable {
    started.set_value();
    opened.wait();
    answered.push_back(static_cast<int>(*connection.number("SELECT 40 + 2")));
  }));
  started.get_future().wait();
  ASSERT_TRUE(reader->submit([&](Connection&) { answered.push_back(1); }));
  ASSERT_TRUE(reader->submit([&](Connection&) { answered.push_back(2); }));
  const auto refused = reader->submit([&](Connection&) { answered.push_back(3); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  gate.set_value();
  reader.reset();
  EXPECT_EQ(answered, (std::vector<int>{42, 1, 2}));
}

}  // namespace
}  // namespace quorum::store::sqlite
