#pragma once
/// Token counts as Anthropic spells them: its `input_tokens` leave out what a cache held or took.

#include <cstdint>
#include <optional>
#include <string_view>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::anthropic {

/// The counts of one answer, which a stream tells more than once: what comes later replaces what
/// came before, and what is not repeated stays.
class Counts {
 public:
  /// Whether `usage` said anything.
  bool take(json::Value usage);
  llm::Usage usage() const;

 private:
  using Count = std::optional<std::int64_t>;
  Count input_, output_, cache_read_, cache_write_, cache_write_1h_, thinking_;
};

/// Appends the members of a `usage` object. What is not known is null where the official types ask
/// for the member, else left out; `input_tokens` and `output_tokens` must be numbers.
void write_counts(json::Writer& writer, const std::optional<llm::Usage>& usage);

// Service tiers, between OpenAI's words (ours) and Anthropic's: `default` is its `standard`. Empty
// where there is no such word.
std::string_view tier_of_answer(std::string_view anthropics);
std::string_view answered_tier(std::string_view ours);

}  // namespace quorum::anthropic
