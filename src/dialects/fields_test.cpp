#include "dialects/fields.hpp"

#include <gtest/gtest.h>

namespace quorum::dialects {
namespace {

class FieldsTest : public testing::Test {
 protected:
  json::Document document_ = *json::Document::parse(
      R"({"n":1.5,"i":3,"b":true,"t":"x","e":"","o":{"in":7},"a":[1],"null":null})");
  Object root_ = *root_object(document_);
};

TEST_F(FieldsTest, ReadsWhatIsThere) {
  EXPECT_EQ(root_.number("n", 0, 2).value(), 1.5);
  EXPECT_EQ(root_.integer("i", 0, 3).value(), 3);
  EXPECT_EQ(root_.flag("b").value(), true);
  EXPECT_EQ(root_.text("t").value(), "x");
  EXPECT_EQ(root_.needed_text("t", "a word").value(), "x");
  EXPECT_EQ(root_.object("o")->integer("in", 0, 9).value(), 7);
  EXPECT_EQ(root_.array("a")->size(), 1U);
}

TEST_F(FieldsTest, NullIsAbsent) {
  for (const auto* name : {"null", "nowhere"}) {
    EXPECT_FALSE(root_.number(name, 0, 1).value());
    EXPECT_FALSE(root_.integer(name, 0, 1).value());
    EXPECT_FALSE(root_.flag(name).value());
    EXPECT_EQ(root_.text(name).value(), "");
    EXPECT_FALSE(root_.object(name)->value.exists());
    EXPECT_FALSE(root_.array(name)->exists());
  }
}

TEST_F(FieldsTest, FaultsSayWhereAndWhatWouldBeRight) {
  EXPECT_EQ(root_.number("n", 0, 1).error().message, "`n` must be a number from 0 to 1.");
  EXPECT_EQ(root_.integer("i", 4, INT64_MAX).error().message,
            "`i` must be a whole number, at least 4.");
  EXPECT_EQ(root_.flag("t").error().message, "`t` must be true or false.");
  EXPECT_EQ(root_.text("i").error().message, "`i` must be a string.");
  EXPECT_EQ(root_.needed_text("e", "a word").error().message, "`e` must be a word.");
  EXPECT_EQ(root_.needed_text("null", "a word").error().message, "`null` is missing: a word.");
  EXPECT_EQ(root_.needed_object("null", "an object").error().field, "null");
  EXPECT_EQ(root_.array("o").error().message, "`o` must be an array.");
  EXPECT_EQ(root_.object("o")->flag("in").error().field, "o.in");
}

TEST(Fields, OfABodyThatIsNoObject) {
  const auto document = json::Document::parse("[1]");
  EXPECT_EQ(root_object(*document).error().message, "The body must be a JSON object.");
  EXPECT_EQ(element(document->root()[0], join("a", 0)).error().message, "`a.0` must be an object.");
}

}  // namespace
}  // namespace quorum::dialects
