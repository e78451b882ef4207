#include "json/schema_rule.hpp"

#include <gtest/gtest.h>

#include "json/schema.hpp"

namespace quorum::json {
namespace {

Complaint complaint(std::string_view keyword, std::string_view rule, std::string_view document) {
  const auto read_rule = Document::parse(rule);
  const auto read_document = Document::parse(document);
  EXPECT_TRUE(read_rule && read_document) << rule << document;
  const auto simple = find_simple_rule(keyword);
  EXPECT_NE(simple, nullptr) << keyword;
  return simple(read_rule->root(), read_document->root());
}
bool keeps(std::string_view keyword, std::string_view rule, std::string_view document) {
  return !complaint(keyword, rule, document);
}

TEST(JsonSchemaRule, Types) {
  EXPECT_TRUE(keeps("type", R"("null")", "null"));
  EXPECT_TRUE(keeps("type", R"("integer")", "1.0"));
  EXPECT_TRUE(keeps("type", R"("integer")", "123456789012345678901234567890"));
  EXPECT_FALSE(keeps("type", R"("integer")", "1.5"));
  EXPECT_TRUE(keeps("type", R"("number")", "1"));
  EXPECT_FALSE(keeps("type", R"("number")", R"("1")"));
  EXPECT_FALSE(keeps("type", R"("boolean")", "0"));
  EXPECT_TRUE(keeps("type", R"(["object","null"])", "{}"));
  EXPECT_EQ(complaint("type", R"(["object","null"])", "[]"), "must be of type object or null");
  EXPECT_EQ(complaint("type", R"("string")", "1"), "must be of type string");
}

TEST(JsonSchemaRule, EnumAndConst) {
  EXPECT_TRUE(keeps("enum", R"(["a",1,null,{"x":[1]}])", R"({"x":[1.0]})"));
  EXPECT_FALSE(keeps("enum", R"(["a",1])", R"("1")"));
  EXPECT_EQ(complaint("enum", R"(["a","b"])", R"("c")"), R"(must be one of ["a","b"])");
  EXPECT_TRUE(keeps("const", "1", "1.0"));
  EXPECT_EQ(complaint("const", "1", "true"), "must be 1");
}

TEST(JsonSchemaRule, Bounds) {
  EXPECT_TRUE(keeps("minimum", "0", "0"));
  EXPECT_FALSE(keeps("minimum", "0", "-0.1"));
  EXPECT_TRUE(keeps("minimum", "5", R"("a")"));
  EXPECT_TRUE(keeps("maximum", "2", "2.0"));
  EXPECT_EQ(complaint("maximum", "2", "2.1"), "must be at most 2");
  EXPECT_FALSE(keeps("exclusiveMinimum", "0", "0"));
  EXPECT_TRUE(keeps("exclusiveMinimum", "0", "1e-9"));
  EXPECT_FALSE(keeps("exclusiveMaximum", "1", "1"));
  EXPECT_FALSE(keeps("maximum", "9007199254740992", "9007199254740993"));
  EXPECT_FALSE(keeps("maximum", "1", "1e999"));
  EXPECT_TRUE(keeps("maximum", "1", "-1e999"));
  EXPECT_TRUE(keeps("multipleOf", "0.1", "0.3"));
  EXPECT_FALSE(keeps("multipleOf", "2", "3"));
  EXPECT_TRUE(keeps("multipleOf", "2", "-4"));
}

TEST(JsonSchemaRule, Sizes) {
  EXPECT_TRUE(keeps("maxLength", "2", R"("😀é")"));
  EXPECT_EQ(complaint("maxLength", "2", R"("abc")"), "must have at most 2 characters");
  EXPECT_FALSE(keeps("minLength", "1", R"("")"));
  EXPECT_TRUE(keeps("minItems", "1", "[0]"));
  EXPECT_FALSE(keeps("minItems", "1", "[]"));
  EXPECT_TRUE(keeps("minItems", "1", "{}"));
  EXPECT_EQ(complaint("maxItems", "1", "[0,0]"), "must have at most 1 items");
  EXPECT_FALSE(keeps("minProperties", "1", "{}"));
  EXPECT_EQ(complaint("maxProperties", "0", R"({"a":1})"), "must have at most 0 members");
}

TEST(JsonSchemaRule, PatternsAndUniqueItems) {
  EXPECT_TRUE(keeps("pattern", R"("^[a-z]+$")", R"("abc")"));
  EXPECT_EQ(complaint("pattern", R"("^[a-z]+$")", R"("a1")"), R"(must match "^[a-z]+$")");
  EXPECT_EQ(complaint("pattern", R"_("(?=x)")_", R"("x")"),
            "The pattern cannot be used: it has look-around, which is not supported.");
  EXPECT_TRUE(keeps("uniqueItems", "true", R"([1,"1",[1],{"a":1},true])"));
  EXPECT_FALSE(keeps("uniqueItems", "true", R"([1,1.0])"));
  EXPECT_FALSE(keeps("uniqueItems", "true", R"([{"a":1,"b":2},{"b":2,"a":1}])"));
  EXPECT_TRUE(keeps("uniqueItems", "false", "[1,1]"));
}

TEST(JsonSchemaRule, Members) {
  EXPECT_TRUE(keeps("required", R"(["a"])", R"({"a":null})"));
  EXPECT_EQ(complaint("required", R"(["a","b","c"])", R"({"b":1})"), "must have `a`, `c`");
  EXPECT_TRUE(keeps("required", R"(["a"])", "[]"));
  EXPECT_TRUE(keeps("dependentRequired", R"({"a":["b"]})", R"({"c":1})"));
  EXPECT_EQ(complaint("dependentRequired", R"({"a":["b"]})", R"({"a":1})"),
            "must have `b`, as it has `a`");
}

TEST(JsonSchemaRule, EqualValuesAreEqualHoweverTheyAreWritten) {
  const auto equal = [](std::string_view a, std::string_view b) {
    const auto x = Document::parse(a);
    const auto y = Document::parse(b);
    return is_equal(x->root(), y->root());
  };
  EXPECT_TRUE(equal(R"({"a":[1e1,"A"],"b":{}})", R"({ "b": {}, "a": [10, "\u0041"] })"));
  EXPECT_TRUE(equal("0.1", "1e-1"));
  EXPECT_FALSE(equal("[1,2]", "[2,1]"));
  EXPECT_FALSE(equal(R"({"a":1})", R"({"a":1,"b":1})"));
  EXPECT_FALSE(equal("[[1],2]", "[[1,2]]"));
  EXPECT_FALSE(equal("1", R"("1")"));
  EXPECT_FALSE(equal("null", "false"));
}

}  // namespace
}  // namespace quorum::json
