#pragma once
/// A chat request written for one vendor, as that vendor wants it.

#include <cstdint>
#include <string>
#include <string_view>

#include "llm/chat.hpp"

namespace quorum::openai_chat {

/// How one vendor wants its requests, where that differs.
struct Spelling {
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

enum class Delivery : std::uint8_t { whole, streamed };

/// A request in our words, for the vendor's `model`. A stream asks for its usage.
std::string write_request(const llm::Chat& chat, std::string_view model, Delivery delivery,
                          const Spelling& spelling);

}  // namespace quorum::openai_chat
