#pragma once
/// One candidate of an answer, or the piece of it that a stream's event has, brought to deltas.

#include <cstddef>
#include <vector>

#include "dialects/gemini/reply.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::gemini {

/// Appends what `piece` says of the candidate `index`, in its order.
void read_candidate(json::Value piece, std::size_t index, Candidate& candidate,
                    std::vector<llm::Delta>& deltas);

}  // namespace quorum::gemini
