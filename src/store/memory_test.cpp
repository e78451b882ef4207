#include "store/memory.hpp"

#include "store/contract.hpp"
#include "store/contract_lists.hpp"

namespace quorum::store {
namespace {

struct InMemory {
  std::unique_ptr<Debates> open() { return std::make_unique<MemoryDebates>(); }
};
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, DebatesContract, InMemory);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, DebatesListContract, InMemory);

}  // namespace
}  // namespace quorum::store
