#include "dialects/openai_responses/annotation.hpp"

#include <algorithm>

namespace quorum::openai_responses {
namespace {

std::string text(json::Value value) { return std::string{value.string().value_or("")}; }

std::optional<std::int64_t> place(json::Value index, std::int64_t base) {
  constexpr std::int64_t kCharactersMax = std::int64_t{1} << 40;
  const auto at = index.integer();
  if (!at || *at < 0 || *at > kCharactersMax) return std::nullopt;
  return base + *at;
}

bool is_own(const llm::Opaque& raw) {
  return raw.dialect == llm::Dialect::openai_responses && !raw.json.empty();
}

std::int64_t index(const std::optional<std::int64_t>& place, std::int64_t base) {
  return std::max<std::int64_t>(place.value_or(base) - base, 0);
}

}  // namespace

std::optional<llm::Citation> read_annotation(json::Value annotation, std::int64_t base) {
  if (!annotation.is(json::Kind::object)) return std::nullopt;
  llm::Citation citation{.url = text(annotation["url"]),
                         .title = text(annotation["title"]),
                         .begin = place(annotation["start_index"], base),
                         .end = place(annotation["end_index"], base)};
  if (!citation.url.empty()) return citation;
  citation.title = text(annotation["filename"]);
  citation.raw = {.dialect = llm::Dialect::openai_responses, .json = std::string{annotation.raw()}};
  return citation;
}

bool has_source(const llm::Citation& citation) {
  return !citation.url.empty() || !citation.title.empty() || is_own(citation.raw);
}

void write_annotation(json::Writer& writer, const llm::Citation& citation, std::int64_t base) {
  if (!has_source(citation)) return;
  if (is_own(citation.raw)) {
    writer.raw(citation.raw.json);
    return;
  }
  const auto begin = index(citation.begin, base);
  const auto end = std::max(index(citation.end, base), begin);
  if (citation.url.empty()) {
    writer.object().key("type").string("file_citation").key("file_id").string("");
    writer.key("index").number(end).key("filename").string(citation.title).end();
    return;
  }
  writer.object().key("type").string("url_citation").key("url").string(citation.url);
  writer.key("title").string(citation.title);
  writer.key("start_index").number(begin).key("end_index").number(end).end();
}

}  // namespace quorum::openai_responses
