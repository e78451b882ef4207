#pragma once
/// How one vendor wants its dialect, where that differs from the dialect's own maker. Data: a row
/// of the vendors' table sets what it needs; each dialect reads its own part.

#include <string_view>

namespace quorum::dialects {

/// Of those who spell like OpenAI's Chat Completions.
struct OpenAiQuirks {
  enum class TokensMax : bool { max_tokens, max_completion_tokens };
  TokensMax tokens_max = TokensMax::max_tokens;

  /// `stream_options` may be sent. Those who refuse it send their usage unasked.
  bool takes_stream_options = true;
  bool takes_developer = false;      ///< The role; else it becomes `system`.
  bool takes_more_sampling = false;  ///< `top_k`, `min_p`, `repeat_penalty`.
  bool refuses_sampling = false;     ///< Reasoning models: `temperature` and its kin are left out.
  bool marks_prefill = false;        ///< A last message of the assistant needs `"prefix": true`.
  std::string_view seed_name = "seed";
};

/// Of those who serve Anthropic's models.
struct AnthropicQuirks {
  /// In the body instead of a header, and then without the model: `vertex-2023-10-16`,
  /// `bedrock-2023-05-31`.
  std::string_view version_in_body{};
  bool omits_stream = false;      ///< The address says whether the answer is streamed.
  bool refuses_sampling = false;  ///< Models that think: `temperature` and its kin are left out.
};

struct Quirks {
  OpenAiQuirks openai{};
  AnthropicQuirks anthropic{};
};

}  // namespace quorum::dialects
