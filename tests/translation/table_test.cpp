// Nothing is lost in silence between any two dialects, and docs/compatibility.md says what is.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "table.hpp"
#include "testkit/shared.hpp"

namespace quorum::translation {
namespace {

const Table& table() {
  static const Table kTable = make_table();
  return kTable;
}

TEST(Translation, NothingIsLostInSilence) {
  for (const auto& fault : table().faults) ADD_FAILURE() << fault;
}

TEST(Translation, ThePageSaysWhatIsFound) {
  const std::string path = QUORUM_SOURCE_DIR "/docs/compatibility.md";
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it while tests run.
  if (std::getenv("QUORUM_WRITE_COMPATIBILITY") != nullptr) {
    std::ofstream{path, std::ios::binary} << table().text;
  }
  EXPECT_TRUE(testkit::read_file(path) == table().text)
      << "docs/compatibility.md is not what the tests find: run tools/compatibility";
}

}  // namespace
}  // namespace quorum::translation
