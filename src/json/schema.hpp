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
  bool operator==(const Violation&) const = default;
};

/// Validates `document` against `schema`. `base` is the document that `$ref: "#/…"` points into
/// (the schema itself, unless it is part of a larger one). Violations come in document order, at
/// most 50.
///
/// Known: all assertions and applicators of the draft but `unevaluatedProperties`,
/// `unevaluatedItems` and `$dynamicRef`, and of references only those within `base`; what is not
/// known is itself a violation, never silence. Keywords that only annotate are ignored, `format`
/// among them. A pattern is a `Pattern`. A schema that recurses without end, or whose alternatives
/// multiply beyond reason, ends in a violation too.
std::vector<Violation> validate(Value schema, Value document, Value base);
std::vector<Violation> validate(Value schema, Value document);

/// Whether both are the same JSON value: `1` and `1.0` are, and the order of members is nothing.
bool is_equal(Value a, Value b);

}  // namespace quorum::json
