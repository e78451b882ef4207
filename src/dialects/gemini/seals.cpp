#include "dialects/gemini/seals.hpp"

#include "core/base64.hpp"

namespace quorum::gemini {

std::string signature_of(const llm::Seal& seal) {
  auto carried = llm::carried(seal, llm::Maker::google);
  return carried == seal.data ? carried : base64::encode(carried);
}

llm::Seal seal_of(std::string_view signature) {
  // `cXVvcnVtL` is how Base64 begins that spells `quorum.`; signatures may be long.
  if (signature.starts_with("cXVvcnVtL")) {
    const auto carried = base64::decode(signature);
    if (carried && carried->starts_with("quorum.")) {
      return llm::carried_back(*carried, llm::Maker::google);
    }
  }
  return {.maker = llm::Maker::google, .data = std::string{signature}};
}

}  // namespace quorum::gemini
