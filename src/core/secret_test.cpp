#include "core/secret.hpp"

#include <gtest/gtest.h>

namespace quorum {
namespace {

TEST(Secret, ShowsOnlyWhatIsNeededToRecogniseIt) {
  EXPECT_EQ(Secret{"sk-proj-0123456789abcdef"}.hint(), "sk-…cdef");
  EXPECT_EQ(Secret{"gsk_0123456789abcdef"}.hint(), "…cdef");
  EXPECT_EQ(Secret{"short"}.hint(), "…");
  EXPECT_EQ(Secret{}.hint(), "(none)");
}

TEST(Secret, IsEqualOnlyToTheSameValue) {
  EXPECT_EQ(Secret{"abc"}, Secret{"abc"});
  EXPECT_FALSE(Secret{"abc"} == Secret{"abd"});
  EXPECT_FALSE(Secret{"abc"} == Secret{"abcd"});
}

}  // namespace
}  // namespace quorum
