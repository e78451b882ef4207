#include "providers/event_shape.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace quorum::providers {
namespace {

constexpr std::string_view kEvent = "data: {\"id\":\"1\",\"text\":\"so\",\"pad\":\"x\"}\n\n";

EventShape shape_of(std::string_view event, std::vector<std::string_view> names) {
  std::vector<std::string_view> words;
  for (const auto name : names) {
    const auto begin = event.find(std::string(name) + "\":\"") + name.size() + 3;
    words.push_back(event.substr(begin, event.find('"', begin) - begin));
  }
  words.emplace_back();
  EventShape shape;
  shape.learn(event, words);
  return shape;
}

TEST(EventShape, KnowsEventsThatDifferOnlyInTheirWords) {
  const auto shape = shape_of(kEvent, {"text", "pad"});
  for (const std::string_view event :
       {kEvent, std::string_view("data: {\"id\":\"1\",\"text\":\"\",\"pad\":\"\"}\n\n"),
        std::string_view("data: {\"id\":\"1\",\"text\":\"a \\\"b\\\\\",\"pad\":\"\\n\"}\n\n")}) {
    EXPECT_EQ(shape.match(event), event.size()) << event;
    EXPECT_EQ(shape.match(std::string(event) + "data: x"), event.size()) << event;
  }
}

TEST(EventShape, KnowsNoOthers) {
  const auto shape = shape_of(kEvent, {"text"});
  for (const std::string_view event :
       {"", "data: {\"id\":\"2\",\"text\":\"so\",\"pad\":\"x\"}\n\n",
        "data: {\"id\":\"1\",\"text\":\"so\",\"pad\":\"y\"}\n\n",
        "data: {\"id\":\"1\",\"text\":\"so\",\"end\":1,\"pad\":\"x\"}\n\n",
        "data: {\"id\":\"1\",\"text\":\"a\nb\",\"pad\":\"x\"}\n\n",
        "data: {\"id\":\"1\",\"text\":null,\"pad\":\"x\"}\n\n"}) {
    EXPECT_EQ(shape.match(event), 0U) << event;
  }
  for (std::size_t cut = 0; cut < kEvent.size(); ++cut) {
    EXPECT_EQ(shape.match(kEvent.substr(0, cut)), 0U) << cut;
  }
}

TEST(EventShape, WithoutWordsOrWithoutAnEndNothingIsAlike) {
  EXPECT_EQ(EventShape().match(kEvent), 0U);
  EXPECT_EQ(EventShape().match(""), 0U);
  EXPECT_EQ(shape_of(kEvent, {}).match(kEvent), 0U);
  const std::string_view open = "data: {\"text\":\"so\"}\r\r";
  EXPECT_EQ(shape_of(open, {"text"}).match(open), 0U);
}

TEST(EventShape, TheOneLearntLastCounts) {
  auto shape = shape_of(kEvent, {"text"});
  const std::string_view other = "data: {\"text\":\"x\"}\n\n";
  const std::vector<std::string_view> words{other.substr(15, 1)};
  shape.learn(other, words);
  EXPECT_EQ(shape.match(other), other.size());
  EXPECT_EQ(shape.match(kEvent), 0U);
}

}  // namespace
}  // namespace quorum::providers
