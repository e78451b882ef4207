#pragma once
/// What a model of Anthropic's takes, told by its name: the API refuses what it does not.

#include <cstdint>
#include <string_view>

namespace quorum::anthropic {

/// Of a name that says no version (an alias, another maker's model) the most compatible is assumed.
struct Traits {
  bool takes_sampling = true;         ///< `temperature`, `top_p`, `top_k`: up to 4.6.
  bool takes_both_samplings = false;  ///< `temperature` beside `top_p`: before 4.1.
  bool thinks = true;                 ///< Since 3.7.
  bool takes_budget = true;           ///< `thinking.budget_tokens`: up to 4.6.
  bool takes_adaptive = false;        ///< `thinking.type` `adaptive`, with an effort: since 4.6.
  bool takes_xhigh = false;           ///< That effort: since 4.7.
  bool takes_schema = true;           ///< `output_config.format`: since 4.1.
  bool takes_inline_system = false;   ///< System messages amid the others: since 4.8.

  /// What is asked for where the caller sets no limit, for Anthropic demands one.
  std::int64_t tokens_max = 8192;
};

/// `model` in any vendor's spelling: `claude-opus-4-6`,
/// `us.anthropic.claude-3-haiku-20240307-v1:0`, `claude-sonnet-4@20250514`.
Traits traits_of(std::string_view model);

}  // namespace quorum::anthropic
