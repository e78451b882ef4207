#include "store/journal/segment.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

namespace quorum::store::journal {
namespace {

namespace fs = std::filesystem;

class SegmentTest : public testing::Test {
 protected:
  SegmentTest() {
    std::string name = (fs::temp_directory_path() / "quorum-segment-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~SegmentTest() override { fs::remove_all(folder_); }

  static std::string frame(std::string_view payload) {
    std::string out;
    append_frame(out, payload);
    return out;
  }
  static std::vector<std::string> frames(std::string_view bytes) {
    std::vector<std::string> found;
    FrameWalk walk(bytes, 0);
    for (auto one = walk.next(); one.data() != nullptr; one = walk.next()) found.emplace_back(one);
    return found;
  }

  std::string folder_;
};

TEST_F(SegmentTest, AppendsAndReadsBack) {
  auto writer = SegmentWriter::create(folder_, 3, 77).value();
  ASSERT_TRUE(writer.append(frame("one") + frame("")));
  ASSERT_TRUE(writer.append(frame("three")));
  const auto bytes = read_segment(folder_, 3, 0).value();
  EXPECT_EQ(bytes.size(), writer.end());
  EXPECT_EQ(frames(bytes), (std::vector<std::string>{"one", "", "three"}));
  EXPECT_EQ(created_us(folder_, 3), 77);
  EXPECT_EQ(list_segments(folder_),
            (std::vector<SegmentFile>{{.number = 3, .bytes = bytes.size()}}));
}

TEST_F(SegmentTest, ReopensBehindWhatIsWhole) {
  {
    auto writer = SegmentWriter::create(folder_, 1, 0).value();
    ASSERT_TRUE(writer.append(frame("one") + "torn"));
  }
  const auto bytes = read_segment(folder_, 1, 0).value();
  FrameWalk walk(bytes, 0);
  while (walk.next().data() != nullptr) {
  }
  auto writer = SegmentWriter::reopen(folder_, 1, walk.end()).value();
  ASSERT_TRUE(writer.append(frame("two")));
  EXPECT_EQ(frames(read_segment(folder_, 1, 0).value()), (std::vector<std::string>{"one", "two"}));
}

TEST_F(SegmentTest, WhatDoesNotFitOnTheDiskLeavesNothingBehind) {
  auto writer = SegmentWriter::create(folder_, 1, 0).value();
  ASSERT_TRUE(writer.append(frame("one")));
  const auto before = writer.end();
  struct rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
  auto small = limit;
  small.rlim_cur = before + 20;
  const auto handled = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto written = writer.append(frame(std::string(100, 'x')));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  std::signal(SIGXFSZ, handled);
  EXPECT_FALSE(written);
  EXPECT_EQ(read_segment(folder_, 1, 0).value().size(), before);
  EXPECT_TRUE(writer.append(frame("two")));
  EXPECT_EQ(frames(read_segment(folder_, 1, 0).value()), (std::vector<std::string>{"one", "two"}));
}

TEST_F(SegmentTest, FilesOfOthersAreLeftAlone) {
  (void)SegmentWriter::create(folder_, 2, 0).value();
  fs::copy_file(segment_path(folder_, 2), folder_ + "/x.qlog");
  fs::copy_file(segment_path(folder_, 2), folder_ + "/2.txt");
  EXPECT_EQ(list_segments(folder_).size(), 1U);
  EXPECT_TRUE(list_segments(folder_ + "/none").empty());
  EXPECT_EQ(read_segment(folder_, 9, 0).value(), "");
}

TEST_F(SegmentTest, AWalkPassesOverWhatIsNoFrame) {
  const auto head = segment_head(0);
  EXPECT_EQ(frames(head + "rubbish" + frame("one") + "\xb5QR1 more" + frame("two")),
            (std::vector<std::string>{"one", "two"}));
  EXPECT_TRUE(frames("not a segment" + frame("one")).empty());
  EXPECT_TRUE(frames("").empty());
}

}  // namespace
}  // namespace quorum::store::journal
