#include "dialects/cohere/said.hpp"

#include <algorithm>
#include <iterator>

#include "json/value.hpp"

namespace quorum::cohere {
namespace {

// A citation's words are found without counting from the front.
constexpr std::int64_t kMarkEvery = 256;

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

bool is_ours(const llm::Citation& citation) { return citation.raw.dialect == llm::Dialect::cohere; }

bool is_same_place(const llm::Citation& one, const llm::Citation& other) {
  return one.begin == other.begin && one.end == other.end && one.raw == other.raw;
}

void write_source(json::Writer& writer, const llm::Citation& citation, std::size_t index) {
  const auto id = citation.url.empty() ? "doc:" + std::to_string(index) : citation.url;
  writer.object().key("type").string("document").key("id").string(id);
  writer.key("document").object().key("id").string(id);
  if (!citation.url.empty()) writer.key("url").string(citation.url);
  if (!citation.title.empty()) writer.key("title").string(citation.title);
  if (!citation.quote.empty()) writer.key("text").string(citation.quote);
  writer.end().end();
}

}  // namespace

std::string_view finish_word(const std::optional<llm::Finish>& finish,
                             std::string_view stop_sequence, Calls calls) {
  switch (finish.value_or(llm::Finish::stop)) {
    case llm::Finish::stop:
      if (calls == Calls::some) return "TOOL_CALL";
      return stop_sequence.empty() ? "COMPLETE" : "STOP_SEQUENCE";
    case llm::Finish::length: return "MAX_TOKENS";
    case llm::Finish::tool_calls: return "TOOL_CALL";
    case llm::Finish::content_filter: return "ERROR_TOXIC";
    case llm::Finish::error: return "ERROR";
  }
  return "COMPLETE";
}

void write_usage(json::Writer& writer, const llm::Usage& usage) {
  writer.object().key("billed_units").object();
  writer.key("input_tokens").number(usage.prompt).key("output_tokens").number(usage.completion);
  writer.end().key("tokens").object();
  writer.key("input_tokens").number(usage.prompt).key("output_tokens").number(usage.completion);
  if (usage.reasoning) writer.key("reasoning_tokens").number(*usage.reasoning);
  writer.end();
  if (usage.cached_read) writer.key("cached_tokens").number(*usage.cached_read);
  writer.end();
}

void write_logprobs(json::Writer& writer, std::span<const llm::TokenLogprob> tokens) {
  std::string text;
  for (const auto& token : tokens) text += token.token;
  // The numbers of tokens are Cohere's own; clients ask for the member.
  writer.object().key("text").string(text).key("token_ids").array().end();
  writer.key("logprobs").array();
  for (const auto& token : tokens) writer.number(token.logprob);
  writer.end().end();
}

std::string call_id_of(const dialects::ReplyHead& head, const llm::ToolCallDelta& call) {
  if (!call.id.empty()) return call.id;
  return "call_" + head.id + "_" + std::to_string(call.index);
}

void write_call(json::Writer& writer, const dialects::ReplyHead& head,
                const llm::ToolCallDelta& call, std::string_view arguments) {
  writer.object().key("id").string(call_id_of(head, call)).key("type").string("function");
  writer.key("function").object().key("name").string(call.name);
  writer.key("arguments").string(arguments).end();
  if (call.seal) write_signature(writer, *call.seal);
  writer.end();
}

void write_signature(json::Writer& writer, const llm::Seal& seal) {
  writer.key("signature").string(llm::carried(seal, llm::Maker::unknown));
}

std::string one_line(std::string json) {
  std::ranges::replace_if(json, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return json;
}

void ToldText::add(std::int64_t part, std::string_view text) {
  if (parts_.empty() || parts_.back().number != part) {
    parts_.push_back({.number = part, .begin = size_});
  }
  for (const char c : text) {
    if (begins_character(c) && size_++ % kMarkEvery == 0) marks_.push_back(text_.size());
    text_ += c;
  }
}

std::vector<std::string> ToldText::cite(std::span<const llm::Citation> citations) const {
  std::vector<std::string> all;
  while (!citations.empty()) {
    const auto other = std::ranges::find_if_not(citations, [&](const auto& citation) {
      return is_same_place(citation, citations.front());
    });
    const auto count = static_cast<std::size_t>(std::distance(citations.begin(), other));
    all.push_back(cite_one(citations.first(count)));
    citations = citations.subspan(count);
  }
  return all;
}

std::string ToldText::cite_one(std::span<const llm::Citation> same) const {
  const auto& first = same.front();
  // What is cited of a plan or a thought has no place in the text.
  if (is_ours(first) && !first.begin) return one_line(first.raw.json);
  std::string out;
  json::Writer writer{out};
  writer.object();
  if (first.begin && first.end) {
    const auto* part = part_at(*first.begin);
    const auto offset = part == nullptr ? 0 : part->begin;
    writer.key("start").number(*first.begin - offset).key("end").number(*first.end - offset);
    writer.key("text").string(slice(*first.begin, *first.end));
    if (part != nullptr) writer.key("content_index").number(part->number);
  }
  writer.key("sources");
  if (is_ours(first)) {
    const auto raw = json::Document::parse(first.raw.json);
    const auto sources = raw ? raw->root()["sources"] : json::Value{};
    writer.raw(sources ? one_line(std::string{sources.raw()}) : "[]");
  } else {
    writer.array();
    std::size_t index = 0;
    for (const auto& citation : same) write_source(writer, citation, index++);
    writer.end();
  }
  writer.key("type").string("TEXT_CONTENT").end();
  return out;
}

const ToldText::Part* ToldText::part_at(std::int64_t place) const {
  const Part* found = nullptr;
  for (const auto& part : parts_) {
    if (part.begin <= place) found = &part;
  }
  return found;
}

std::size_t ToldText::byte_at(std::int64_t place) const {
  if (place >= size_) return text_.size();
  place = std::max<std::int64_t>(place, 0);
  auto at = marks_[static_cast<std::size_t>(place / kMarkEvery)];
  for (auto left = place % kMarkEvery; left > 0; --left) {
    do {
      ++at;
    } while (!begins_character(text_[at]));
  }
  return at;
}

std::string_view ToldText::slice(std::int64_t begin, std::int64_t end) const {
  const auto from = byte_at(begin);
  const auto to = std::max(from, byte_at(end));
  return std::string_view{text_}.substr(from, to - from);
}

}  // namespace quorum::cohere
