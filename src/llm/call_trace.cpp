#include "llm/call_trace.hpp"

#include "llm/backend.hpp"

namespace quorum::llm {

void note(CallTrace& trace, const Batch& batch) {
  ++trace.batches;
  for (const auto& delta : batch.deltas) {
    if (delta.usage) trace.usage = delta.usage;
    if (delta.finish) trace.finish = delta.finish;
  }
}

}  // namespace quorum::llm
