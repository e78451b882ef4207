#include "store/memory_keys.hpp"

#include "store/contract_keys.hpp"

namespace quorum::store {
namespace {

struct InMemory {
  std::unique_ptr<Keys> open() { return std::make_unique<MemoryKeys>(); }
};
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, KeysContract, InMemory);

TEST(KeyRow, IsValidUntilItIsRevokedOrExpires) {
  KeyRow row{.expires_ms = 100};
  EXPECT_TRUE(row.is_valid_at(99));
  EXPECT_FALSE(row.is_valid_at(100));
  row.expires_ms.reset();
  EXPECT_TRUE(row.is_valid_at(1'000'000));
  row.revoked_ms = 5;
  EXPECT_FALSE(row.is_valid_at(4));
}

}  // namespace
}  // namespace quorum::store
