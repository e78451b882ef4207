#include "dialects/gemini/schema.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

std::string converted(std::string_view schema) {
  return to_json_schema(json::Document::parse(schema)->root());
}

TEST(Schema, TypesAreSpelledSmallAllTheWayDown) {
  EXPECT_EQ(converted(R"({"type":"OBJECT","properties":{"a":{"type":"ARRAY",
                          "items":{"type":"STRING"}}},"required":["a"]})"),
            R"({"type":"object","properties":{"a":{"type":"array",)"
            R"("items":{"type":"string"}}},"required":["a"]})");
  EXPECT_EQ(converted(R"({"type":6,"properties":{"b":{"type":4}}})"),
            R"({"type":"object","properties":{"b":{"type":"boolean"}}})");
}

TEST(Schema, NullableIsAType) {
  EXPECT_EQ(converted(R"({"type":"STRING","nullable":true})"), R"({"type":["string","null"]})");
  EXPECT_EQ(converted(R"({"type":"STRING","nullable":false})"), R"({"type":"string"})");
  EXPECT_EQ(converted(R"({"type":"STRING","enum":["a"],"nullable":true})"),
            R"({"type":["string","null"],"enum":["a",null]})");
  EXPECT_EQ(converted(R"({"anyOf":[{"type":"STRING"}],"nullable":true})"),
            R"({"anyOf":[{"type":"string"},{"type":"null"}]})");
}

TEST(Schema, KeywordsGetTheirStandardNamesAndKinds) {
  EXPECT_EQ(converted(R"({"any_of":[{"min_items":"2"}],"example":{"A":1},"defs":{"x":{}},
                          "propertyOrdering":["b","a"]})"),
            R"({"anyOf":[{"minItems":2}],"examples":[{"A":1}],"$defs":{"x":{}}})");
}

// A member of the data may be called like a keyword.
TEST(Schema, NamesOfMembersStay) {
  EXPECT_EQ(converted(R"({"properties":{"nullable":{"type":"STRING"},"a_b":{"type":"NULL"}}})"),
            R"({"properties":{"nullable":{"type":"string"},"a_b":{"type":"null"}}})");
}

TEST(Schema, JsonSchemaStaysWhatItIs) {
  constexpr std::string_view kSchema =
      R"({"$schema":"x","type":["string","null"],"additionalProperties":false,)"
      R"("const":{"type":"A"},)"
      R"("$ref":"#/$defs/n","pattern":"^a"})";
  EXPECT_EQ(converted(kSchema), kSchema);
  EXPECT_EQ(converted("true"), "true");
}

}  // namespace
}  // namespace quorum::gemini
