#include "dialects/openai_chat/annotations.hpp"

#include "dialects/openai_chat/text.hpp"

namespace quorum::openai_chat {

std::vector<llm::Citation> read_annotations(json::Value annotations) {
  std::vector<llm::Citation> read;
  for (const auto annotation : annotations) {
    if (text(annotation["type"]) != "url_citation") continue;
    // Some leave out the inner object.
    const auto inner = annotation["url_citation"];
    const auto said = inner.is(json::Kind::object) ? inner : annotation;
    read.push_back({.url = copy(said["url"]),
                    .title = copy(said["title"]),
                    .quote = copy(said["content"]),
                    .begin = said["start_index"].integer(),
                    .end = said["end_index"].integer()});
  }
  return read;
}

std::vector<llm::Citation> read_sources(json::Value answer) {
  std::vector<llm::Citation> read;
  for (const auto source : answer["search_results"]) {
    if (text(source["url"]).empty()) continue;
    read.push_back({.url = copy(source["url"]), .title = copy(source["title"])});
  }
  if (!read.empty()) return read;
  for (const auto url : answer["citations"]) {
    if (!text(url).empty()) read.push_back({.url = copy(url)});
  }
  return read;
}

void write_annotations(json::Writer& writer, const std::vector<llm::Citation>& citations,
                       std::int64_t length) {
  writer.array();
  for (const auto& citation : citations) {
    writer.object().key("type").string("url_citation").key("url_citation").object();
    writer.key("start_index").number(citation.begin.value_or(0));
    writer.key("end_index").number(citation.end.value_or(length));
    writer.key("url").string(citation.url).key("title").string(citation.title);
    if (!citation.quote.empty()) writer.key("content").string(citation.quote);
    writer.end().end();
  }
  writer.end();
}

}  // namespace quorum::openai_chat
