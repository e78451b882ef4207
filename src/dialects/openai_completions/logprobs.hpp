#pragma once
/// Log-probabilities in their old shape: lists side by side, and objects of alternatives.

#include <cstdint>
#include <vector>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_completions {

std::vector<llm::TokenLogprob> read_logprobs(json::Value logprobs);

/// Writes the value of `logprobs`: null where there are none. `offset` is where in the answer's
/// text, in characters, the first token begins; it is moved behind the last.
void write_logprobs(json::Writer& writer, const std::vector<llm::TokenLogprob>& logprobs,
                    std::int64_t& offset);

}  // namespace quorum::openai_completions
