// Whatever the schema, the document and the pattern: a check comes to its end.

#include "fuzz.hpp"
#include "json/pattern.hpp"
#include "json/schema.hpp"
#include "json/value.hpp"

using namespace quorum;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const auto end = text.find('\n');
  if (end == text.npos) return 0;
  const auto first = text.substr(0, end);
  const auto second = text.substr(end + 1);

  const auto schema = json::Document::parse(first);
  const auto document = json::Document::parse(second);
  if (schema && document) {
    const auto violations = json::validate(schema->root(), document->root());
    fuzz::require(violations.size() <= 51);
  }
  const auto quoted = json::Document::parse(second);
  const auto pattern = json::Pattern::compile(first);
  if (pattern && quoted && quoted->root().string()) pattern->is_in(*quoted->root().string());
  return 0;
}
