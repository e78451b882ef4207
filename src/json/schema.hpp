#pragma once
/// JSON Schema, draft 2020-12: what the checks of our own output and of models' answers need.

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "json/value.hpp"

namespace quorum::json {

/// One place where a document breaks its schema.
struct Violation {
  std::string where;  ///< JSON pointer into the document, as `/votes/0/order`.
  std::string what;   ///< What the schema asks for there.
};

/// Validates `document` against `schema`. `base` is the document that `$ref: "#/…"` points into
/// (the schema itself, unless it is part of a larger one). Keywords that only annotate are ignored;
/// an unknown `format` is not checked. Violations come in document order, at most 50.
std::vector<Violation> validate(Value schema, Value document, Value base);
std::vector<Violation> validate(Value schema, Value document);

}  // namespace quorum::json
