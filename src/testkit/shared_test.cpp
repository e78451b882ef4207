#include "testkit/shared.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace quorum::testkit {
namespace {

TEST(Shared, IsFoundWhereTheVariableSaysOrBesideTheProject) {
  EXPECT_EQ(shared_folder("/no/such/project"), std::nullopt);
  setenv("QUORUM_SHARED", "/named", 1);
  EXPECT_EQ(shared_folder("/no/such/project"), "/named");
  unsetenv("QUORUM_SHARED");
}

TEST(Shared, WhereThereIsNoCorpusThereAreNoExchanges) {
  EXPECT_TRUE(recorded_exchanges("/no/such/project", "openai.chat").empty());
  EXPECT_EQ(read_file("/no/such/file"), "");
}

TEST(Shared, RecordedExchangesComeOfTheApiAskedFor) {
  const auto found = recorded_exchanges(QUORUM_SOURCE_DIR, "openai.chat");
  if (found.empty()) GTEST_SKIP() << "no recorded exchanges beside the project";
  for (const auto& path : found) {
    EXPECT_NE(path.string().find("/openai.chat/"), std::string::npos);
  }
  EXPECT_TRUE(read_file(found.front()).starts_with("{"));
}

}  // namespace
}  // namespace quorum::testkit
