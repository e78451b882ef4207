#include "dialects/gemini/schema.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "dialects/gemini/fields.hpp"
#include "dialects/gemini/letters.hpp"
#include "dialects/gemini/words.hpp"
#include "json/writer.hpp"

namespace quorum::gemini {
namespace {

using json::Kind;
using json::Value;

/// Keywords that Google's protocol holds in 64 bits, which its JSON puts into quotes.
constexpr std::array<std::string_view, 6> kCounts{"minItems",      "maxItems",  "minProperties",
                                                  "maxProperties", "minLength", "maxLength"};

/// JSON Schema's name for one of Google's keywords, which may be spelled `so_too`.
std::string keyword(std::string_view name) {
  if (name == "example") return "examples";
  if (name == "ref") return "$ref";
  if (name == "defs") return "$defs";
  return in_camel_case(name);
}

/// A schema holds schemas, so this recurses: as deep as the document, which has a limit.
class SchemaWriter {
 public:
  explicit SchemaWriter(std::string& out) : writer_(out) {}

  void write(Value schema) {
    if (!schema.is(Kind::object)) {
      writer_.raw(schema.raw());
      return;
    }
    const bool is_nullable = schema["nullable"].boolean() == true;
    writer_.object();
    for (const auto value : schema) write_keyword(keyword(value.key()), value, is_nullable);
    writer_.end();
  }

 private:
  void write_keyword(const std::string& name, Value value, bool is_nullable) {
    // How the members are to be ordered is no rule of JSON Schema's.
    if (name == "nullable" || name == "propertyOrdering") return;
    writer_.key(name);
    if (name == "type") {
      write_type(value, is_nullable);
    } else if (name == "properties" || name == "$defs" || name == "definitions") {
      write_members(value);
    } else if (name == "anyOf" || name == "oneOf" || name == "allOf" || name == "prefixItems") {
      write_list(value, is_nullable && name == "anyOf");
    } else if (name == "items" || name == "additionalProperties" || name == "not") {
      write(value);
    } else if (name == "enum" && is_nullable) {
      write_enum(value);
    } else if (name == "examples" && value.key() == "example") {
      writer_.array().raw(value.raw()).end();
    } else if (const auto count = integer_of(value);
               count && std::ranges::find(kCounts, name) != kCounts.end()) {
      writer_.number(*count);
    } else {
      writer_.raw(value.raw());
    }
  }

  void write_type(Value value, bool is_nullable) {
    if (value.is(Kind::array)) {
      writer_.raw(value.raw());
      return;
    }
    const auto word = lower(word_of(value, kTypes));
    if (!is_nullable) {
      writer_.string(word);
    } else {
      writer_.array().string(word).string("null").end();
    }
  }

  void write_members(Value schemas) {
    if (!schemas.is(Kind::object)) {
      writer_.raw(schemas.raw());
      return;
    }
    writer_.object();
    for (const auto schema : schemas) {
      writer_.key(schema.key());
      write(schema);
    }
    writer_.end();
  }

  void write_list(Value schemas, bool adds_null) {
    if (!schemas.is(Kind::array)) {
      writer_.raw(schemas.raw());
      return;
    }
    writer_.array();
    for (const auto schema : schemas) write(schema);
    if (adds_null) writer_.raw(R"({"type":"null"})");
    writer_.end();
  }

  void write_enum(Value values) {
    writer_.array();
    for (const auto value : values) writer_.raw(value.raw());
    writer_.null().end();
  }

  json::Writer writer_;
};

}  // namespace

std::string to_json_schema(Value schema) {
  std::string out;
  SchemaWriter{out}.write(schema);
  return out;
}

}  // namespace quorum::gemini
