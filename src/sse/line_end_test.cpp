#include "sse/line_end.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace quorum::sse {
namespace {

std::vector<std::size_t> all(std::string_view chunk) {
  LineEnds ends(chunk);
  std::vector<std::size_t> found;
  for (auto at = ends.next(0); at < chunk.size(); at = ends.next(at + 1)) found.push_back(at);
  return found;
}

TEST(SseLineEnds, FindsBothKindsInOrder) {
  using Places = std::vector<std::size_t>;
  EXPECT_EQ(all("a\nb\r\nc\rd"), (Places{1, 3, 4, 6}));
  EXPECT_EQ(all("\n\r"), (Places{0, 1}));
  EXPECT_EQ(all("\r\n"), (Places{0, 1}));
  EXPECT_EQ(all("none"), (Places{}));
  EXPECT_EQ(all(""), (Places{}));
}

}  // namespace
}  // namespace quorum::sse
