#include "dialects/anthropic/spoken.hpp"

#include <algorithm>

#include "dialects/anthropic/tool_id.hpp"
#include "json/writer.hpp"

namespace quorum::anthropic {
namespace {

std::string str(json::Value value) { return std::string{value.string().value_or("")}; }

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

}  // namespace

std::string input_of(std::string_view arguments) {
  if (is_blank(arguments)) return "{}";
  const auto document = json::Document::parse(arguments);
  if (document && document->root().is(json::Kind::object)) {
    return std::string{document->root().raw()};
  }
  std::string out;
  json::Writer{out}.object().key(kBrokenInput).string(arguments).end();
  return out;
}

std::string arguments_of(json::Value input) {
  const auto broken = input[kBrokenInput].string();
  if (broken && input.size() == 1) return std::string{*broken};
  return std::string{input.raw()};
}

std::string call_id_of(const dialects::ReplyHead& head, const llm::ToolCallDelta& call) {
  if (!call.id.empty()) return disguised_id(call.id);
  std::string made = "toolu_";
  for (const char c : head.id) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) made += c;
  }
  return made + "_" + std::to_string(call.index);
}

std::string citation_json(const llm::Citation& citation) {
  if (citation.raw.dialect == llm::Dialect::anthropic) return citation.raw.json;
  std::string out;
  json::Writer writer{out};
  writer.object();
  if (citation.url.empty()) {
    writer.key("type").string("char_location").key("cited_text").string(citation.quote);
    writer.key("document_index").number(0).key("document_title").string(citation.title);
    writer.key("start_char_index").number(0).key("end_char_index").number(0);
  } else {
    writer.key("type").string("web_search_result_location");
    writer.key("cited_text").string(citation.quote).key("url").string(citation.url);
    writer.key("title").string(citation.title).key("encrypted_index").string("");
  }
  writer.end();
  return out;
}

llm::Citation read_citation(json::Value citation) {
  llm::Citation read{.url = str(citation["url"]),
                     .title = str(citation["title"]),
                     .quote = str(citation["cited_text"])};
  if (read.title.empty()) read.title = str(citation["document_title"]);
  // A search result that the caller gave names its source, which may be an address.
  if (const auto source = citation["source"].string(); source && source->starts_with("http")) {
    read.url = *source;
  }
  read.raw = {.dialect = llm::Dialect::anthropic, .json = std::string{citation.raw()}};
  return read;
}

std::string image_text(const llm::Image& image) {
  return "![image](" + llm::url_of(image.source) + ")";
}

void ObjectEnd::take(std::string_view text) {
  for (const char c : text) {
    if (is_reached_) return;
    if (is_in_string_) {
      if (!is_escaped_ && c == '"') is_in_string_ = false;
      is_escaped_ = !is_escaped_ && c == '\\';
    } else if (c == '"') {
      is_in_string_ = true;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if ((c == '}' || c == ']') && depth_ > 0) {
      is_reached_ = --depth_ == 0;
    }
  }
}

}  // namespace quorum::anthropic
