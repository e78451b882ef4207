#pragma once
/// A piece of an answer as it is written, and what the whole of it cost.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "llm/part.hpp"

namespace quorum::llm {

enum class Finish : std::uint8_t { stop, length, tool_calls, content_filter, error };
std::string_view name(Finish finish);  ///< As OpenAI spells it: `stop`, `length`, `tool_calls` …

/// Tokens, in one meaning whatever the provider's arithmetic. Absent is not zero.
struct Usage {
  std::int64_t prompt = 0;      ///< Everything read, cached parts included.
  std::int64_t completion = 0;  ///< Everything written, reasoning included.
  std::optional<std::int64_t> cached_read{};
  std::optional<std::int64_t> cache_write{};
  std::optional<std::int64_t> cache_write_1h{};  ///< The part of `cache_write` kept for an hour.
  std::optional<std::int64_t> reasoning{};
  std::optional<std::int64_t> prompt_audio{};
  std::optional<std::int64_t> completion_audio{};
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
  ToolCall::Kind kind = ToolCall::Kind::function;
  std::optional<Seal> seal{};
  bool operator==(const ToolCallDelta&) const = default;
};

/// Natural logarithms.
struct TokenLogprob {
  std::string token;
  double logprob = 0;
  std::vector<TokenLogprob> top{};
  bool operator==(const TokenLogprob&) const = default;
};

/// Within one delta the members were said in the order in which they stand here. What a model says
/// in another order comes in several deltas.
struct Delta {
  std::size_t choice = 0;  ///< Which of several answers side by side (`Chat::answers`).
  std::string reasoning{};

  /// Ends the thoughts before it, and vouches for them or, where none were told, holds them.
  std::optional<Seal> reasoning_seal{};
  std::string text{};
  std::optional<Seal> text_seal{};
  std::vector<Citation> citations{};  ///< Of the text told so far.
  std::string refusal{};
  std::vector<ToolCallDelta> tool_calls{};
  std::vector<Image> images{};
  std::vector<Opaque> opaque{};  ///< What only the answering dialect can say; each is whole.
  std::vector<TokenLogprob> logprobs{};
  std::vector<double> continuations{};  ///< Answers to `Chat::continuations`, in their order.
  std::optional<Finish> finish{};
  std::string stop_sequence{};   ///< The one that ended the answer, when the provider says.
  std::optional<Usage> usage{};  ///< Cumulative: the last one counts.
  std::string id{};              ///< The provider's name for this answer, when it says.
  std::string model{};           ///< The snapshot that answers, when it says.
  std::string service_tier{};    ///< The one that answered, when it says.
  std::string extension{};  ///< JSON object text for the answer's `quorum` field; debates set it.
  bool operator==(const Delta&) const = default;
};

}  // namespace quorum::llm
