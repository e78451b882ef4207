#pragma once
/// About how many tokens a text is, before any tokenizer has seen it.

#include <cstdint>
#include <string_view>

namespace quorum::llm {

/// How `estimate_tokens` counts, for who is shown its number.
inline constexpr std::string_view kEstimateMethod = "estimate:letters-by-script";

/// Counts letters, each by its script, with weights fitted to o200k_base on program text, English
/// prose and messages in 98 languages: off by 9 % on average there (a byte count divided by four:
/// by 19 %), by a fifth in one text of ten. Other vendors' tokenizers differ by as much again.
std::int64_t estimate_tokens(std::string_view text);

}  // namespace quorum::llm
