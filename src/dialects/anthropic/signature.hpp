#pragma once
/// Seals in the one field that this dialect has for them: a thought's signature.

#include <cstdint>
#include <string>
#include <string_view>

#include "llm/seal.hpp"

namespace quorum::anthropic {

/// Google also signs texts and calls. Such a seal travels in a thinking block without words: that
/// of a text behind it, that of a call in front of it.
enum class SealOf : std::uint8_t { thought, text, call };

struct Signature {
  llm::Seal seal{};
  SealOf of = SealOf::thought;
  bool operator==(const Signature&) const = default;
};

/// As a client gets it and gives it back; Anthropic's own unchanged.
std::string written_signature(const Signature& signature);
Signature read_signature(std::string_view text);

/// The same of a thought that is told only sealed: the `data` of `redacted_thinking`.
std::string written_hidden(const llm::Seal& seal);
llm::Seal hidden_seal(std::string_view data);

}  // namespace quorum::anthropic
