#include "dialects/cohere/citations.hpp"

#include <string>

namespace quorum::cohere {
namespace {

using json::Value;

std::string str(Value value) { return std::string{value.string().value_or("")}; }

/// What is told of a source stands in a member called as its kind is.
Value told_of(Value source) {
  return source["document"] ? source["document"] : source["tool_output"];
}

void read_source(Value source, llm::Citation& citation) {
  const auto told = told_of(source);
  citation.url = str(told["url"]);
  const auto id = str(source["id"]);
  if (citation.url.empty() && id.starts_with("http")) citation.url = id;
  citation.title = str(told["title"]);
  for (const auto* name : {"text", "snippet", "content"}) {
    if (citation.quote.empty()) citation.quote = str(told[name]);
  }
}

}  // namespace

std::vector<llm::Citation> read_citations(Value citation, std::int64_t offset) {
  if (!citation.is(json::Kind::object)) return {};
  llm::Citation read{.raw = {.dialect = llm::Dialect::cohere, .json = std::string{citation.raw()}}};
  const auto type = citation["type"].string().value_or("TEXT_CONTENT");
  if (type == "TEXT_CONTENT") {
    if (const auto begin = citation["start"].integer()) read.begin = *begin + offset;
    if (const auto end = citation["end"].integer()) read.end = *end + offset;
  }
  std::vector<llm::Citation> all;
  for (const auto source : citation["sources"]) read_source(source, all.emplace_back(read));
  if (all.empty()) all.push_back(std::move(read));
  return all;
}

}  // namespace quorum::cohere
