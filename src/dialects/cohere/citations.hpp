#pragma once
/// Where an answer's statements come from, as Cohere tells it.

#include <cstdint>
#include <vector>

#include "json/value.hpp"
#include "llm/part.hpp"

namespace quorum::cohere {

/// One citation for each source of Cohere's `citation`. Its places count the characters of one text
/// of the answer, which begins `offset` characters after the answer does; what is cited of a plan
/// or a thought has no place in the text. None of what is no object.
std::vector<llm::Citation> read_citations(json::Value citation, std::int64_t offset);

}  // namespace quorum::cohere
