#include "dialects/anthropic/shape.hpp"

#include <gtest/gtest.h>

namespace quorum::anthropic {
namespace {

std::string shaped(std::string_view schema) {
  const auto shape = shape_of(schema);
  return shape ? (shape->is_softened ? "~" : "") + shape->schema : "none";
}

TEST(Shape, WhatIsTakenStaysToTheByte) {
  for (const auto* schema :
       {R"({ "type":"object", "description":"d", "properties":{"a":{"type":["string","null"]}},)"
        R"("required":["a"],"additionalProperties":false })",
        R"({"type":"array","minItems":1,"items":{"type":"string","format":"date"}})",
        R"({"anyOf":[{"const":1},{"enum":["a"]}]})",
        R"({"$defs":{"n":{"type":"string"}},"$ref":"#/$defs/n"})"}) {
    EXPECT_EQ(shaped(schema), schema);
  }
}

TEST(Shape, ObjectsAreClosed) {
  EXPECT_EQ(shaped(R"({"type":"object","properties":{"a":{"type":"object",)"
                   R"("properties":{"b":{"type":"string"}}}},"additionalProperties":true})"),
            R"({"type":"object","properties":{"a":{"type":"object","properties":{"b":)"
            R"({"type":"string"}},"additionalProperties":false}},"additionalProperties":false})");
  EXPECT_EQ(shaped(R"({"$schema":"x","oneOf":[{"type":"string"}]})"),
            R"({"anyOf":[{"type":"string"}]})");
}

TEST(Shape, BoundsThatAreNotTakenAreTold) {
  EXPECT_EQ(shaped(R"({"type":"number","minimum":1,"maximum":5,"description":"stars"})"),
            R"(~{"type":"number","description":"stars\n\n{minimum: 1, maximum: 5}"})");
  EXPECT_EQ(shaped(R"({"type":"array","minItems":2,"items":{"type":"string","format":"x"}})"),
            R"(~{"type":"array","items":{"type":"string","description":"{format: \"x\"}"},)"
            R"("description":"{minItems: 2}"})");
}

TEST(Shape, WhatNoClosedObjectAllowsIsNone) {
  for (const auto* schema :
       {"true", "{}", "7", "{", R"({"type":"object"})",
        R"({"type":"object","additionalProperties":{"type":"string"}})",
        R"({"type":"object","properties":{"a":true},"additionalProperties":false})",
        R"({"type":"array","items":{}})"}) {
    EXPECT_EQ(shaped(schema), "none") << schema;
  }
  EXPECT_EQ(shaped(R"({"type":"object","properties":{},"additionalProperties":false})"),
            R"({"type":"object","properties":{},"additionalProperties":false})");
}

}  // namespace
}  // namespace quorum::anthropic
