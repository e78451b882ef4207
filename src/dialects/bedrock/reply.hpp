#pragma once
/// An answer as Converse sends it whole, and what its blocks mean.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::bedrock {

/// One delta for each block, in their order, and one for the end; `provider` is named in errors.
Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body);

/// What a stop reason means; an error where the model broke its own rules.
Result<llm::Finish> read_finish(std::string_view provider, std::string_view reason);

/// A citation of `begin` to `end` of the answer's text, in characters.
llm::Citation read_citation(json::Value citation, std::int64_t begin, std::int64_t end);

llm::Seal signature_of(std::string_view data);
llm::Seal redacted_of(std::string_view data);

}  // namespace quorum::bedrock
