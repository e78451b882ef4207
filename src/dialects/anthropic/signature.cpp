#include "dialects/anthropic/signature.hpp"

namespace quorum::anthropic {
namespace {

// No maker has one of these names, so no carried seal begins so.
constexpr std::string_view kOfText = "quorum.text.";
constexpr std::string_view kOfCall = "quorum.call.";

}  // namespace

std::string written_signature(const Signature& signature) {
  auto seal = llm::carried(signature.seal, llm::Maker::anthropic);
  switch (signature.of) {
    case SealOf::thought: return seal;
    case SealOf::text: return std::string{kOfText} + seal;
    case SealOf::call: return std::string{kOfCall} + seal;
  }
  return seal;
}

Signature read_signature(std::string_view text) {
  auto of = SealOf::thought;
  if (text.starts_with(kOfText)) of = SealOf::text;
  if (text.starts_with(kOfCall)) of = SealOf::call;
  if (of != SealOf::thought) text.remove_prefix(kOfText.size());
  return {.seal = llm::carried_back(text, llm::Maker::anthropic), .of = of};
}

std::string written_hidden(const llm::Seal& seal) {
  if (seal.maker == llm::Maker::anthropic) return seal.data;
  return llm::carried(seal, llm::Maker::anthropic);
}

llm::Seal hidden_seal(std::string_view data) {
  auto seal = llm::carried_back(data, llm::Maker::anthropic);
  if (seal.maker == llm::Maker::anthropic) seal.form = llm::Seal::Form::encrypted;
  return seal;
}

}  // namespace quorum::anthropic
