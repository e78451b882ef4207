#include "dialects/openai_responses/sealing.hpp"

#include <utility>

namespace quorum::openai_responses {

std::string call_seal_id(std::string_view call_id) {
  std::string id{kCallSeal};
  for (const char c : call_id) id += c == '.' ? '_' : c;
  return id;
}

llm::Seal read_sealed(std::string_view sealed, std::string id) {
  auto seal = llm::carried_back(sealed, llm::Maker::openai);
  // Without a mark of ours it is read whole, as a signature; OpenAI's are none.
  if (seal.data != sealed) return seal;
  seal.form = llm::Seal::Form::encrypted;
  seal.id = std::move(id);
  return seal;
}

std::string sealed_text(const llm::Seal& seal) {
  const bool is_native =
      seal.maker == llm::Maker::openai && seal.form == llm::Seal::Form::encrypted;
  return is_native ? seal.data : llm::carried(seal, llm::Maker::openai);
}

}  // namespace quorum::openai_responses
