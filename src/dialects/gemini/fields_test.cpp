#include "dialects/gemini/fields.hpp"

#include <gtest/gtest.h>

#include "dialects/gemini/words.hpp"

namespace quorum::gemini {
namespace {

struct Read {
  explicit Read(std::string_view text)
      : document(json::Document::parse(text)), fields({.value = document->root(), .at = "at"}) {}
  Result<json::Document> document;
  Fields fields;
};

TEST(Fields, FindsAMemberInBothSpellings) {
  const Read camel{R"({"topK":3})"};
  const Read snake{R"({"top_k":3})"};
  EXPECT_EQ(camel.fields.integer("topK", 0, 9).value(), 3);
  EXPECT_EQ(snake.fields.integer("topK", 0, 9).value(), 3);
  EXPECT_TRUE(snake.fields.has("topK"));
  EXPECT_EQ(snake.fields.path("topK"), "at.top_k");
  EXPECT_EQ(camel.fields.path("topP"), "at.topP");
}

TEST(Fields, TakesWholeNumbersInQuotes) {
  EXPECT_EQ(Read{R"({"seed":"-7"})"}.fields.integer("seed", -9, 9).value(), -7);
  for (const auto* bad : {R"({"seed":"7x"})", R"({"seed":""})", R"({"seed":"10"})"}) {
    const auto read = Read{bad}.fields.integer("seed", -9, 9);
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().message, "`at.seed` must be a whole number from -9 to 9.");
  }
}

TEST(Fields, TakesEnumeratorsByNameAndNumber) {
  const auto mode = [](std::string_view text) {
    return Read{text}.fields.word("mode", kModes, "a mode");
  };
  EXPECT_EQ(mode(R"({"mode":"any"})").value(), "ANY");
  EXPECT_EQ(mode(R"({"mode":2})").value(), "ANY");
  EXPECT_EQ(mode("{}").value(), "");
  EXPECT_EQ(mode(R"({"mode":"MOST"})").error().field, "at.mode");
  EXPECT_FALSE(mode(R"({"mode":99})"));
  EXPECT_FALSE(mode(R"({"mode":-1})"));
}

TEST(Fields, TakesOneObjectForAListOfIt) {
  const auto one = Read{R"({"parts":{"text":"a"}})"}.fields.list("parts", "parts");
  ASSERT_EQ(one->size(), 1U);
  EXPECT_EQ(one->front().at(), "at.parts");
  const auto two = Read{R"({"parts":[{},{}]})"}.fields.list("parts", "parts");
  EXPECT_EQ(two->back().at(), "at.parts.1");
  EXPECT_EQ(Read{R"({"parts":[{},1]})"}.fields.list("parts", "parts").error().field, "at.parts.1");
  EXPECT_FALSE(Read{R"({"parts":"a"})"}.fields.list("parts", "parts"));
  EXPECT_TRUE(Read{"{}"}.fields.list("parts", "parts")->empty());
}

}  // namespace
}  // namespace quorum::gemini
