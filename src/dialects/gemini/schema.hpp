#pragma once
/// Google's own kind of schema, brought to JSON Schema.

#include <string>

#include "json/value.hpp"

namespace quorum::gemini {

/// Of a `Schema` of Google's (`"type": "OBJECT"`, `nullable`, counts in quotes) the JSON Schema
/// that says the same. What already is JSON Schema stays what it says.
std::string to_json_schema(json::Value schema);

}  // namespace quorum::gemini
