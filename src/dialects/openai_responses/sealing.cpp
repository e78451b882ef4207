#include "dialects/openai_responses/sealing.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "dialects/members.hpp"
#include "json/scan.hpp"
#include "json/splice.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::openai_responses {
namespace {

bool bears_carried(json::Value item) {
  const auto sealed = item["encrypted_content"].string().value_or("");
  return item["type"].string() == "reasoning" && read_sealed(sealed, "").data != sealed;
}

}  // namespace

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

Result<std::string> without_carried(std::string_view body) {
  // Nearly no request has one, and this tells without a tree.
  if (body.find("\"quorum.") == std::string_view::npos) return std::string{body};
  QUORUM_TRY(const auto document, json::Document::parse(body));
  const auto input = document.root()["input"];
  if (!input.is(json::Kind::array) || std::ranges::none_of(input, bears_carried)) {
    return std::string{body};
  }
  std::string kept;
  json::Writer writer{kept};
  writer.array();
  for (const auto item : input) {
    if (!bears_carried(item)) writer.raw(item.raw());
  }
  writer.end();
  QUORUM_TRY(const auto members, json::scan_object(body));
  std::vector<json::Edit> edits;
  dialects::replace_all(members, "input", kept, edits);
  return json::splice(body, edits);
}

}  // namespace quorum::openai_responses
