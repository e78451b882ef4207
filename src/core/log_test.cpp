#include "core/log.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace quorum::log {
namespace {

TEST(Log, ReadsTheLevelsThatPeopleWrite) {
  EXPECT_EQ(parse_level("info").value(), Level::info);
  EXPECT_EQ(parse_level("CRITICAL").value(), Level::error);
  EXPECT_EQ(parse_level("loud").error().field, "LOG_LEVEL");
}

TEST(Log, WritesToItsFileWhatIsAtOrAboveItsLevel) {
  const auto path = std::filesystem::path(testing::TempDir()) / "quorum_log_test.log";
  std::filesystem::remove(path);
  ASSERT_TRUE(open({.level = Level::warning, .to_stdout = false, .file = path.string()}));
  info("not {}", "this");
  warning("but {}", "this");
  ASSERT_TRUE(open({.level = Level::off, .to_stdout = false}));

  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_EQ(text.find("not this"), std::string::npos);
  EXPECT_NE(text.find("warning but this"), std::string::npos);
}

TEST(Log, AFileThatCannotBeWrittenIsAnErrorThatNamesIt) {
  const auto opened = open({.to_stdout = false, .file = "/proc/no/such.log"});
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("/proc/no/such.log"), std::string::npos);
}

}  // namespace
}  // namespace quorum::log
