#pragma once
/// The ways in which requests and answers are spelled on the wire.

#include <cstdint>
#include <string_view>

namespace quorum::llm {

enum class Dialect : std::uint8_t {
  none,
  openai_chat,
  openai_completions,
  openai_responses,
  anthropic,
  gemini,
  ollama_chat,
  ollama_generate,
  cohere,
  bedrock,  ///< Amazon's Converse.
};

/// As in documents and logs: `openai-chat`, `anthropic` …
std::string_view name(Dialect dialect);

}  // namespace quorum::llm
