#pragma once
/// A piece of an answer as it is written, and what the whole of it cost.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quorum::llm {

enum class Finish : std::uint8_t { stop, length, tool_calls, content_filter, error };
std::string_view name(Finish finish);  ///< As OpenAI spells it: `stop`, `length`, `tool_calls` …

/// Tokens, in one meaning whatever the provider's arithmetic. Absent is not zero.
struct Usage {
  std::int64_t prompt = 0;      ///< Everything read, cached parts included.
  std::int64_t completion = 0;  ///< Everything written, reasoning included.
  std::optional<std::int64_t> cached_read{};
  std::optional<std::int64_t> cache_write{};
  std::optional<std::int64_t> reasoning{};
  bool is_estimate = false;  ///< The provider said nothing; we counted.
  std::int64_t total() const { return prompt + completion; }
  Usage& operator+=(const Usage& other);
  bool operator==(const Usage&) const = default;
};

struct ToolCallDelta {
  std::size_t index = 0;
  std::string id{};
  std::string name{};
  std::string arguments{};  ///< The next characters of the JSON text.
  bool operator==(const ToolCallDelta&) const = default;
};

/// Natural logarithms.
struct TokenLogprob {
  std::string token;
  double logprob = 0;
  std::vector<TokenLogprob> top{};
  bool operator==(const TokenLogprob&) const = default;
};

struct Delta {
  std::string text{};
  std::string reasoning{};
  std::string refusal{};
  std::vector<ToolCallDelta> tool_calls{};
  std::vector<TokenLogprob> logprobs{};
  std::vector<double> continuations{};  ///< Answers to `Chat::continuations`, in their order.
  std::optional<Finish> finish{};
  std::optional<Usage> usage{};  ///< Cumulative: the last one counts.
  std::string id{};              ///< The provider's name for this answer, when it says.
  std::string model{};           ///< The snapshot that answers, when it says.
  std::string extension{};  ///< JSON object text for the answer's `quorum` field; debates set it.
  bool operator==(const Delta&) const = default;
};

}  // namespace quorum::llm
