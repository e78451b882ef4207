#include "store/journal/reader.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "store/journal/codec.hpp"
#include "store/journal/segment.hpp"

namespace quorum::store::journal {
namespace {

namespace fs = std::filesystem;

class ReaderTest : public testing::Test {
 protected:
  ReaderTest() {
    std::string name = (fs::temp_directory_path() / "quorum-reader-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~ReaderTest() override { fs::remove_all(folder_); }

  /// A segment begun at `second`, whose records came then.
  void segment(std::uint64_t number, std::int64_t second, std::vector<std::string> ids) {
    auto writer = SegmentWriter::create(folder_, number, second * 1'000'000).value();
    for (const auto& id : ids) {
      RequestRecord record;
      record.id.assign(id);
      record.started_us = second * 1'000'000;
      record.call.asks("p", "m");
      std::array<char, kRecordBytesMax> room{};
      std::string frame;
      append_frame(frame, {room.data(), encode(record, room.data())});
      ASSERT_TRUE(writer.append(frame));
    }
  }
  std::string found(const RequestQuery& query) const {
    std::string ids;
    for (const auto& record : Reader(folder_).find(query).value()) ids += record.id.view();
    return ids;
  }

  std::string folder_;
};

TEST_F(ReaderTest, LooksThroughSegmentsFromTheNewest) {
  segment(1, 100, {"a", "b"});
  segment(2, 200, {"c"});
  segment(5, 300, {"d", "e"});
  EXPECT_EQ(found({}), "edcba");
  EXPECT_EQ(found({.limit = 3}), "edc");
  EXPECT_EQ(found({.since_us = 200'000'000}), "edc");
  EXPECT_EQ(found({.since_us = 250'000'000}), "ed");
}

TEST_F(ReaderTest, TotalsAreTheCheckpointAndWhatCameBehindIt) {
  segment(3, 100, {"a"});
  segment(4, 200, {"b", "c"});
  std::ofstream(checkpoint_path(folder_), std::ios::binary)
      << encode(Checkpoint{.position = {.segment = 3, .offset = 1'000'000},
                           .rows = {{.provider = "p", .model = "m", .requests = 40}}});
  const auto rows = Reader(folder_).totals().value();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].requests, 42);
}

}  // namespace
}  // namespace quorum::store::journal
