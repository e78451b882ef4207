#pragma once
/// Why an answer ended, in Anthropic's words.

#include <optional>
#include <string_view>

#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::anthropic {

/// Nothing where no word is given. Words that will be invented are a plain end.
std::optional<llm::Finish> finish_of(std::string_view stop_reason);

/// What a writer knows of its answer when that has ended.
struct Ending {
  std::optional<llm::Finish> finish{};
  bool has_calls = false;
  bool has_stop_sequence = false;
  bool has_refusal = false;
};

/// Whoever runs tools looks for `tool_use`, so every answer with calls that ended well says it.
std::string_view stop_reason_of(const Ending& ending);

/// Whether the refusal in `delta` is why the answer was stopped, and not what the model said
/// itself.
bool is_explanation(const llm::Delta& delta);

/// Null, or of a refusal the object that says why.
void write_stop_details(json::Writer& writer, std::string_view stop_reason,
                        std::string_view explanation);

}  // namespace quorum::anthropic
