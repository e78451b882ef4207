#pragma once
/// What whole and streamed answers of ours have in common.

#include <string>
#include <string_view>
#include <vector>

#include "dialects/face.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_chat {

constexpr std::string_view kIdPrefix = "chatcmpl-";

/// A client that cannot be told `error` by a finish is told `stop`; the error itself came before.
/// Who asked with `functions` is told of a `function_call`.
std::string_view finish_word(const dialects::ReplyHead& head, llm::Finish finish);

/// The tier as OpenAI calls it; empty where that has no word for it.
std::string_view tier_word(std::string_view tier);

/// The id that the model gave, or one made up that is unique.
std::string call_id(const dialects::ReplyHead& head, const llm::ToolCallDelta& call,
                    std::size_t choice);

/// The members `id`, `object`, `created` and `model`.
void write_head(json::Writer& writer, const dialects::ReplyHead& head, std::string_view object);

/// The member `logprobs`.
void write_logprobs(json::Writer& writer, const std::vector<llm::TokenLogprob>& logprobs);

/// The member `images`, as OpenRouter has it.
void write_images(json::Writer& writer, const std::vector<llm::Image>& images);

/// What only this dialect can say: members of the message.
void write_opaque(json::Writer& writer, const std::vector<llm::Opaque>& opaque);

}  // namespace quorum::openai_chat
