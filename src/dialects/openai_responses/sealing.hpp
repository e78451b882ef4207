#pragma once
/// How vendors' seals travel through a client: in the `encrypted_content` of reasoning items, which
/// clients of this dialect send back as they got them.

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "llm/seal.hpp"

namespace quorum::openai_responses {

/// The `Seal::id` of a seal that belongs to a call: this, then the call's id made fit. Such a seal
/// stands in a reasoning item of its own.
inline constexpr std::string_view kCallSeal = "call:";

/// The `Seal::id` of a seal that belongs to the text before it.
inline constexpr std::string_view kTextSeal = "text";

/// `kCallSeal` with the id of that call: `llm::carried` separates its words by dots.
std::string call_seal_id(std::string_view call_id);

/// An `encrypted_content`, and the reasoning item's id, as a seal: OpenAI's own where it does not
/// say otherwise.
llm::Seal read_sealed(std::string_view sealed, std::string id);

/// The `encrypted_content` that `read_sealed` reads back.
std::string sealed_text(const llm::Seal& seal);

/// A client's request without the reasoning items that bear seals of other makers, which no
/// provider of this dialect can open. Without such items every byte stays.
Result<std::string> without_carried(std::string_view body);

}  // namespace quorum::openai_responses
