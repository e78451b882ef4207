#include "store/memory_responses.hpp"

#include "store/contract_responses.hpp"

namespace quorum::store {
namespace {

struct InMemory {
  std::unique_ptr<Responses> open() { return std::make_unique<MemoryResponses>(); }
};
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, ResponsesContract, InMemory);

}  // namespace
}  // namespace quorum::store
