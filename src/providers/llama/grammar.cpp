#include "providers/llama/grammar.hpp"

#include <json-schema-to-grammar.h>

#include <algorithm>
#include <cstddef>
#include <exception>

#include "core/try.hpp"

namespace quorum::llama {
namespace {

/// The library descends once for each parenthesis that is open, in patterns and grammars alike, and
/// a stack has an end.
constexpr std::ptrdiff_t kParenthesesMax = 2'000;

Result<> check_depth(const std::string& text) {
  if (std::ranges::count(text, '(') <= kParenthesesMax) return {};
  return Error{.code = Errc::invalid_request,
               .message = "The answer's shape has too many parentheses.",
               .field = "response_format"};
}

Result<std::string> of_schema(const std::string& schema) {
  try {
    return json_schema_to_grammar(common_json::parse(schema));
  } catch (const std::exception& error) {  // The library's way of saying no.
    return Error{.code = Errc::invalid_request,
                 .message = "The local model cannot follow this JSON Schema.",
                 .detail = error.what(),
                 .field = "response_format"};
  }
}

}  // namespace

Result<std::string> grammar_of(const llm::ResponseFormat& format) {
  QUORUM_CHECK(check_depth(format.schema));
  switch (format.kind) {
    case llm::ResponseFormat::Kind::text: return std::string();
    case llm::ResponseFormat::Kind::grammar: return format.schema;
    case llm::ResponseFormat::Kind::json_object: return of_schema(R"({"type":"object"})");
    case llm::ResponseFormat::Kind::json_schema: return of_schema(format.schema);
  }
  return std::string();
}

}  // namespace quorum::llama
