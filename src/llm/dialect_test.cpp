#include "llm/dialect.hpp"

#include <gtest/gtest.h>

namespace quorum::llm {
namespace {

TEST(Dialect, HasANameForDocuments) {
  EXPECT_EQ(name(Dialect::openai_chat), "openai-chat");
  EXPECT_EQ(name(Dialect::bedrock), "bedrock");
  EXPECT_EQ(name(Dialect::none), "none");
}

}  // namespace
}  // namespace quorum::llm
