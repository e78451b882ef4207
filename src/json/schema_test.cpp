#include "json/schema.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace quorum::json {
namespace {

using Violations = std::vector<Violation>;

Violations check(std::string_view schema, std::string_view document) {
  const auto read_schema = Document::parse(schema);
  const auto read_document = Document::parse(document);
  EXPECT_TRUE(read_schema) << schema << read_schema.error().message;
  EXPECT_TRUE(read_document) << document;
  return validate(read_schema->root(), read_document->root());
}
bool accepts(std::string_view schema, std::string_view document) {
  return check(schema, document).empty();
}

TEST(JsonSchema, SaysWhereAndWhatInDocumentOrder) {
  const std::string_view schema = R"({
    "type": "object", "required": ["a", "z"], "additionalProperties": false,
    "properties": {
      "list": {"type": "array", "items": {"type": "integer"}},
      "a/b~c": {"const": 1},
      "a": {"minLength": 2}
    }})";
  EXPECT_EQ(check(schema, R"({"a":"x","list":[1,"2",3.5],"a/b~c":2,"more":0})"),
            (Violations{{"", "must have `z`"},
                        {"/a", "must have at least 2 characters"},
                        {"/list/1", "must be of type integer"},
                        {"/list/2", "must be of type integer"},
                        {"/a~1b~0c", "must be 1"},
                        {"/more", "must not be there"}}));
  EXPECT_TRUE(accepts(schema, R"({"a":"xy","z":0})") == false);  // `z` is an additional one.
  EXPECT_EQ(check(schema, "7"), (Violations{{"", "must be of type object"}}));
}

TEST(JsonSchema, ASchemaMayBeTrueOrFalse) {
  EXPECT_TRUE(accepts("true", "1"));
  EXPECT_FALSE(accepts("false", "1"));
  EXPECT_TRUE(accepts("{}", "1"));
  EXPECT_TRUE(accepts(R"({"properties":{"a":true}})", R"({"a":1})"));
  EXPECT_FALSE(accepts(R"({"properties":{"a":false}})", R"({"a":1})"));
}

TEST(JsonSchema, Combines) {
  const std::string_view any = R"({"anyOf":[{"type":"string"},{"type":"null"}]})";
  EXPECT_TRUE(accepts(any, "null"));
  EXPECT_EQ(check(any, "1"), (Violations{{"", "must be one of 2 alternatives"}}));

  const std::string_view one = R"({"oneOf":[{"multipleOf":2},{"multipleOf":3}]})";
  EXPECT_TRUE(accepts(one, "4"));
  EXPECT_TRUE(accepts(one, "9"));
  EXPECT_EQ(check(one, "6"), (Violations{{"", "must be exactly one of 2 alternatives, and is 2"}}));
  EXPECT_EQ(check(one, "5"), (Violations{{"", "must be exactly one of 2 alternatives, and is 0"}}));

  const std::string_view all = R"({"allOf":[{"minimum":1},{"maximum":3}]})";
  EXPECT_TRUE(accepts(all, "2"));
  EXPECT_EQ(check(all, "4"), (Violations{{"", "must be at most 3"}}));

  EXPECT_TRUE(accepts(R"({"not":{"type":"string"}})", "1"));
  EXPECT_FALSE(accepts(R"({"not":{"type":"string"}})", R"("a")"));
  EXPECT_TRUE(accepts(R"({"not":{"not":{"type":"string"}}})", R"("a")"));
}

TEST(JsonSchema, FollowsConditions) {
  const std::string_view schema =
      R"({"if":{"properties":{"kind":{"const":"a"}},"required":["kind"]},
          "then":{"required":["x"]},"else":{"required":["y"]}})";
  EXPECT_TRUE(accepts(schema, R"({"kind":"a","x":1})"));
  EXPECT_FALSE(accepts(schema, R"({"kind":"a","y":1})"));
  EXPECT_TRUE(accepts(schema, R"({"kind":"b","y":1})"));
  EXPECT_FALSE(accepts(schema, R"({"x":1})"));
  EXPECT_TRUE(accepts(R"({"if":false,"then":false})", "1"));
  EXPECT_TRUE(accepts(R"({"then":false,"else":false})", "1"));
}

TEST(JsonSchema, KnowsMembersByNamePatternAndRest) {
  const std::string_view schema =
      R"({"properties":{"id":{"type":"integer"}},"patternProperties":{"^x-":{"type":"string"}},
          "additionalProperties":{"type":"boolean"}})";
  EXPECT_TRUE(accepts(schema, R"({"id":1,"x-a":"b","other":true})"));
  EXPECT_EQ(check(schema, R"({"x-a":1})"), (Violations{{"/x-a", "must be of type string"}}));
  EXPECT_EQ(check(schema, R"({"other":1})"), (Violations{{"/other", "must be of type boolean"}}));
  EXPECT_TRUE(accepts(R"({"propertyNames":{"pattern":"^[a-z]+$"}})", R"({"ab":1})"));
  EXPECT_EQ(check(R"({"propertyNames":{"maxLength":1}})", R"({"ab":1})"),
            (Violations{{"", "may not be called `ab`"}}));
  EXPECT_FALSE(accepts(R"({"dependentSchemas":{"a":{"required":["b"]}}})", R"({"a":1})"));
  EXPECT_TRUE(accepts(R"({"dependentSchemas":{"a":{"required":["b"]}}})", R"({"c":1})"));
  // A member that stands twice is looked at twice.
  EXPECT_FALSE(accepts(R"({"additionalProperties":{"type":"string"}})", R"({"a":1,"a":"x"})"));
}

TEST(JsonSchema, KnowsItemsByPlaceAndByKind) {
  const std::string_view tuple =
      R"({"prefixItems":[{"type":"string"},{"type":"integer"}],"items":false})";
  EXPECT_TRUE(accepts(tuple, R"(["a",1])"));
  EXPECT_TRUE(accepts(tuple, R"(["a"])"));
  EXPECT_EQ(check(tuple, R"(["a","b",3])"),
            (Violations{{"/1", "must be of type integer"}, {"/2", "must not be there"}}));
  EXPECT_TRUE(accepts(R"({"contains":{"const":1}})", "[0,1]"));
  EXPECT_FALSE(accepts(R"({"contains":{"const":1}})", "[0]"));
  EXPECT_TRUE(accepts(R"({"contains":{"const":1},"minContains":0})", "[]"));
  EXPECT_FALSE(accepts(R"({"contains":{"const":1},"maxContains":1})", "[1,1]"));
}

TEST(JsonSchema, FollowsReferencesWithinTheirDocument) {
  const std::string_view schema =
      R"({"$ref":"#/$defs/a~1b%25",
          "$defs":{"a/b%":{"type":"array","items":{"$ref":"#/$defs/list/1"}},
          "list":[true,{"type":"string"}]}})";
  EXPECT_TRUE(accepts(schema, R"(["x"])"));
  EXPECT_EQ(check(schema, "[1]"), (Violations{{"/0", "must be of type string"}}));
  // What stands beside a reference counts too.
  EXPECT_FALSE(accepts(R"({"$ref":"#/$defs/a","maximum":1,"$defs":{"a":{"minimum":0}}})", "2"));

  const auto base = Document::parse(
      R"({"components":{"schemas":{"A":{"$ref":"#/components/schemas/B"},"B":{"const":1}}}})");
  const auto good = Document::parse("1");
  const auto bad = Document::parse("2");
  const auto part = base->root()["components"]["schemas"]["A"];
  EXPECT_TRUE(validate(part, good->root(), base->root()).empty());
  EXPECT_FALSE(validate(part, bad->root(), base->root()).empty());
}

TEST(JsonSchema, SaysWhatItCannotCheck) {
  EXPECT_EQ(check(R"({"$ref":"#/$defs/none"})", "1"),
            (Violations{{"", R"(is asked to be "#/$defs/none", which is nowhere)"}}));
  EXPECT_FALSE(accepts(R"({"$ref":"https://example.com/schema"})", "1"));
  EXPECT_EQ(check(R"({"unevaluatedProperties":false})", "{}"),
            (Violations{{"", "cannot be checked: `unevaluatedProperties` is not supported"}}));
  EXPECT_TRUE(accepts(R"({"format":"email","title":"t","x-other":1})", R"("no address")"));
}

TEST(JsonSchema, ATreeMayReferToItself) {
  const std::string_view tree =
      R"({"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#"}}}})";
  EXPECT_TRUE(accepts(tree, R"({"children":[{"children":[{}]},{}]})"));
  EXPECT_EQ(check(tree, R"({"children":[{"children":[1]}]})"),
            (Violations{{"/children/0/children/0", "must be of type object"}}));
}

TEST(JsonSchema, EndsWhateverTheSchemaDoes) {
  EXPECT_TRUE(accepts(R"({"$ref":"#"})", "1"));
  EXPECT_TRUE(
      accepts(R"({"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"$ref":"#"}]}}})", "1"));

  // Each definition asks the next one ten times: 10^12 questions.
  std::string explosive = R"({"$ref":"#/$defs/d0","$defs":{)";
  for (int level = 0; level < 12; ++level) {
    explosive += (level > 0 ? ",\"d" : "\"d") + std::to_string(level) + R"(":{"allOf":[)";
    for (int i = 0; i < 10; ++i) {
      explosive += (i > 0 ? "," : "") + std::string(R"({"$ref":"#/$defs/d)") +
                   std::to_string(level + 1) + "\"}";
    }
    explosive += "]}";
  }
  explosive += R"(,"d12":true}})";
  EXPECT_EQ(check(explosive, "1"),
            (Violations{{"", "cannot be checked: the schema is too involved"}}));
}

TEST(JsonSchema, StopsAtFiftyViolations) {
  std::string many = "[0";
  for (int i = 1; i < 100; ++i) many += ",0";
  EXPECT_EQ(check(R"({"items":{"type":"string"}})", many + "]").size(), 50U);
}

Document file(const std::string& name) {
  std::stringstream text;
  text << std::ifstream(std::string(QUORUM_SOURCE_DIR) + "/schemas/" + name).rdbuf();
  return std::move(*Document::parse(text.str()));
}

TEST(JsonSchema, KnowsAVerdictFromWhatIsNone) {
  const auto schema = file("verdict.schema.json");
  const std::string good = R"({"schema_version":1,"debate_id":"dbt_1","question_type":"choice",
      "outcome":"winner","winner":"s1","margin":0.5,"answer":"Tea.",
      "panel":{"judges":[{"model":"m","is_participant":true,"same_family_as":[]}],"votes_valid":2,
               "votes_invalid":0,"swap_consistency":1,"agreement":null,"interval":[0.1,0.9]},
      "votes":[{"judge":"m","order":["s1","s2"],"valid":true,"preference":0.5}],
      "flags":["judge_is_participant","small_models"]})";
  const auto verdict = Document::parse(good);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(validate(schema.root(), verdict->root()), Violations{});

  auto bad = good;
  bad.replace(bad.find("\"winner\",\"winner\""), 17, "\"victory\",\"winner\"");
  bad.replace(bad.find("0.5"), 3, "1.5");
  bad.replace(bad.find("[0.1,0.9]"), 9, "[0.1]");
  const auto other = Document::parse(bad);
  ASSERT_TRUE(other);
  EXPECT_EQ(
      validate(schema.root(), other->root()),
      (Violations{{"/outcome", R"(must be one of ["winner", "tie", "too_close", "no_decision"])"},
                  {"/margin", "must be at most 1"},
                  {"/panel/interval", "must have at least 2 items"}}));
}

TEST(JsonSchema, KnowsOpenAisObjects) {
  const auto schemas = file("openai.schemas.json");
  const auto of = [&schemas](std::string_view name) {
    return schemas.root()["components"]["schemas"][name];
  };
  const auto request = Document::parse(
      R"({"model":"gpt-4","messages":[{"role":"user","content":"Hi"}],"temperature":3})");
  EXPECT_EQ(validate(of("CreateChatCompletionRequest"), request->root(), schemas.root()),
            (Violations{{"/temperature", "must be one of 2 alternatives"}}));
  const auto error =
      Document::parse(R"({"error":{"message":"m","type":"t","param":null,"code":"c"}})");
  EXPECT_EQ(validate(of("ErrorResponse"), error->root(), schemas.root()), Violations{});
}

}  // namespace
}  // namespace quorum::json
