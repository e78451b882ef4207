#pragma once
/// How one vendor wants its dialect, where that differs from the dialect's own maker. Data: a row
/// of the vendors' table sets what it needs; each dialect reads its own part.

#include <cstdint>
#include <span>
#include <string_view>

#include "llm/seal.hpp"

namespace quorum::dialects {

/// Of those who spell like OpenAI's Chat Completions.
struct OpenAiQuirks {
  enum class TokensMax : bool { max_tokens, max_completion_tokens };
  TokensMax tokens_max = TokensMax::max_tokens;

  /// `stream_options` may be sent. Those who refuse it send their usage unasked.
  bool takes_stream_options = true;
  bool takes_developer = false;      ///< The role; else it becomes `system`.
  bool takes_more_sampling = false;  ///< `top_k`, `min_p`, `repeat_penalty`.
  /// Reasoning models: `temperature` and its kin, `stop` and log-probabilities are left out.
  bool refuses_sampling = false;
  bool marks_prefill = false;  ///< A last message of the assistant needs `"prefix": true`.
  std::string_view seed_name = "seed";
  std::string_view user_name = "user";  ///< `safety_identifier` at OpenAI's.

  /// How the model's thoughts of earlier turns go back to it.
  enum class Thoughts : std::uint8_t {
    untold,
    reasoning_content,  ///< DeepSeek, Z.ai, Moonshot, llama.cpp: the words alone.
    reasoning,          ///< Groq, Ollama, Cerebras, vLLM: the same under another name.
    details,            ///< OpenRouter: `reasoning_details`, with everybody's seals.
    thinking_blocks,    ///< LiteLLM: Anthropic's blocks and seals.
    content_parts,      ///< Mistral: parts of the content, with its own seals.
  };
  Thoughts thoughts = Thoughts::untold;

  /// How it is told how long to think.
  enum class Effort : std::uint8_t {
    reasoning_effort,
    reasoning,        ///< OpenRouter: `reasoning{effort,max_tokens,exclude}`.
    thinking,         ///< DeepSeek, Z.ai, Moonshot: `thinking{type}`, and `reasoning_effort`.
    thinking_budget,  ///< LiteLLM: `thinking{type,budget_tokens}`, and `reasoning_effort`.
    enable_thinking,  ///< Qwen and those who serve it.
    none,
  };
  Effort effort = Effort::reasoning_effort;

  /// How a place worth remembering is marked.
  enum class CacheMarks : std::uint8_t {
    none,
    breakpoint,     ///< OpenAI: `prompt_cache_breakpoint`.
    cache_control,  ///< OpenRouter, LiteLLM: as Anthropic spells it.
  };
  CacheMarks cache_marks = CacheMarks::none;

  /// How a document is sent.
  enum class Files : std::uint8_t {
    bytes,         ///< OpenAI: in Base64 and with a name.
    any,           ///< OpenRouter: or its address.
    document_url,  ///< Mistral: a part of its own, with either.
  };
  Files files = Files::bytes;

  enum class ToolIds : bool { any, nine_alphanumerics };  ///< The latter: Mistral.
  ToolIds tool_ids = ToolIds::any;

  bool takes_json_schema = true;     ///< Else `json_object` is the most that can be asked for.
  bool takes_custom_tools = false;   ///< OpenAI's, whose input is plain text.
  bool takes_allowed_tools = false;  ///< Else only the allowed tools are sent.
  bool takes_tool_media = false;     ///< Else a tool's pictures follow in a message of the user's.
  bool takes_any_audio = false;      ///< Other than WAV and MP3.
  bool takes_google_seals = false;   ///< `extra_content.google.thought_signature`.

  /// What it answers with an error, as OpenAI calls it: members (`logit_bias`, `n`, `user`), and
  /// `messages.image`, `messages.file`, `messages.input_audio`, `messages.name`.
  std::span<const std::string_view> refuses{};
};

/// Of those who serve Anthropic's models.
struct AnthropicQuirks {
  /// In the body instead of a header, and then without the model: `vertex-2023-10-16`,
  /// `bedrock-2023-05-31`.
  std::string_view version_in_body{};
  bool omits_stream = false;      ///< The address says whether the answer is streamed.
  bool refuses_sampling = false;  ///< Models that think: `temperature` and its kin are left out.
};

/// Of those who speak OpenAI's Responses API.
struct ResponsesQuirks {
  llm::Maker maker = llm::Maker::openai;  ///< Whose sealed thoughts they take back.
  bool takes_thoughts = false;            ///< DeepSeek: thoughts without a seal, too.
};

struct Quirks {
  OpenAiQuirks openai{};
  ResponsesQuirks responses{};
  AnthropicQuirks anthropic{};
};

}  // namespace quorum::dialects
