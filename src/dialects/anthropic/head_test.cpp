#include "dialects/anthropic/head.hpp"

#include <gtest/gtest.h>

#include "json/value.hpp"

namespace quorum::anthropic {
namespace {

std::string spliced(std::string_view body, dialects::AnthropicQuirks anthropic = {}) {
  const dialects::Quirks quirks{.anthropic = anthropic};
  return splice(body, {.model = "new", .quirks = quirks}).value_or("");
}

constexpr dialects::AnthropicQuirks kVertex{.version_in_body = "v", .omits_stream = true};

TEST(Head, IsFoundAmidUnknownMembers) {
  const auto head = scan_head(R"({"x":{"model":"no"},"model":"m","stream":true})");
  EXPECT_EQ(head->model, "m");
  EXPECT_TRUE(head->is_stream);
  EXPECT_FALSE(scan_head(R"({"model":"m","stream":null})")->is_stream);
  EXPECT_EQ(scan_head(R"({"stream":true})").error().field, "model");
  EXPECT_EQ(scan_head(R"({"model":"m","stream":"yes"})").error().field, "stream");
  EXPECT_FALSE(scan_head("{"));
}

TEST(Splice, OnlyTheModelsBytesDiffer) {
  EXPECT_EQ(spliced("{ \"x\" : 1.50,\n \"model\":\"a\", \"y\":[1, 2] }"),
            "{ \"x\" : 1.50,\n \"model\":\"new\", \"y\":[1, 2] }");
  EXPECT_EQ(spliced(R"({"model":"new","a":1})"), R"({"model":"new","a":1})");
}

TEST(Splice, WhatStandsInTheAddressLeavesTheBody) {
  EXPECT_EQ(spliced(R"({"model":"a","x":1,"stream":true})", kVertex),
            R"({"anthropic_version":"v","x":1})");
  EXPECT_EQ(spliced(R"({"x":1,"model":"a","stream":true,"y":2})", kVertex),
            R"({"anthropic_version":"v","x":1,"y":2})");
  EXPECT_EQ(spliced(R"({"stream":true,"model":"a"})", kVertex), R"({"anthropic_version":"v"})");
  EXPECT_EQ(spliced(R"({ "model" : "a" , "x" : 1 })", kVertex),
            R"({"anthropic_version":"v", "x" : 1 })");
  EXPECT_EQ(spliced(R"({"model":"a","anthropic_version":"old","stream":false})", kVertex),
            R"({"anthropic_version":"v"})");
  EXPECT_EQ(spliced(R"({"model":"a","stream":true})", {.version_in_body = "v"}),
            R"({"anthropic_version":"v","stream":true})");
}

// Every order of members that stay and go, twice-told ones among them, is JSON afterwards.
TEST(Splice, NoOrderOfMembersLeavesACommaBehind) {
  const std::string members[] = {R"("model":"a")", R"("stream":true)", R"("x":1)"};
  for (int order = 0; order < 81; ++order) {
    std::string body = "{";
    int kept = 0;
    for (int i = 0, rest = order; i < 4; ++i, rest /= 3) {
      body += (i > 0 ? "," : "") + members[rest % 3];
      kept += rest % 3 == 2 ? 1 : 0;
    }
    const auto text = spliced(body + "}", kVertex);
    const auto document = json::Document::parse(text);
    ASSERT_TRUE(document) << body << " became " << text;
    EXPECT_EQ(document->root().size(), static_cast<std::size_t>(kept + 1)) << text;
    EXPECT_FALSE(document->root()["model"]);
    EXPECT_FALSE(document->root()["stream"]);
  }
}

}  // namespace
}  // namespace quorum::anthropic
