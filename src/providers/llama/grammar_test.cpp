#include "providers/llama/grammar.hpp"

#include <gtest/gtest.h>

namespace quorum::llama {
namespace {

using Kind = llm::ResponseFormat::Kind;

TEST(Grammar, AnyTextHasNone) { EXPECT_EQ(grammar_of({.kind = Kind::text}).value_or("?"), ""); }

TEST(Grammar, OneGivenIsTakenAsItStands) {
  EXPECT_EQ(grammar_of({.kind = Kind::grammar, .schema = "root ::= \"a\""}).value_or("?"),
            "root ::= \"a\"");
}

TEST(Grammar, ASchemaNamesItsMembersInTheRoot) {
  const std::string schema = R"({"type":"object","properties":{"winner":{"enum":["A","B"]}},)"
                             R"("required":["winner"]})";
  const auto grammar = grammar_of({.kind = Kind::json_schema, .schema = schema});
  ASSERT_TRUE(grammar) << grammar.error().detail;
  EXPECT_NE(grammar->find("root ::="), grammar->npos) << *grammar;
  EXPECT_NE(grammar->find(R"("\"A\"")"), grammar->npos) << *grammar;
}

TEST(Grammar, AJsonObjectIsAnySuch) {
  const auto grammar = grammar_of({.kind = Kind::json_object});
  ASSERT_TRUE(grammar);
  EXPECT_NE(grammar->find("root ::= object"), grammar->npos) << *grammar;
}

TEST(Grammar, WhatIsNoSchemaIsTheCallersMistake) {
  for (const char* schema : {"", "{", "[1]", R"({"$ref":"#/nowhere"})", R"({"type":"nonsense"})"}) {
    const auto grammar = grammar_of({.kind = Kind::json_schema, .schema = schema});
    ASSERT_FALSE(grammar) << schema << " gave " << *grammar;
    EXPECT_EQ(grammar.error().code, Errc::invalid_request);
    EXPECT_EQ(grammar.error().field, "response_format");
  }
}

}  // namespace
}  // namespace quorum::llama
