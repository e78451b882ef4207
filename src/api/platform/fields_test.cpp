#include "api/platform/fields.hpp"

#include <gtest/gtest.h>

#include <array>

namespace quorum::api::platform {
namespace {

/// The faults that `read` finds in `body`.
template <typename Read>
std::string faults(std::string_view body, Read read) {
  Issues issues;
  if (const auto document = read_body(body, issues)) {
    Fields fields(document->root(), Place("body"), issues);
    read(fields);
  }
  return issues.empty() ? "" : issues.json();
}

std::string one(std::string_view loc, std::string_view msg, std::string_view type) {
  return R"({"detail":[{"loc":["body",)" + std::string(loc) + R"(],"msg":")" + std::string(msg) +
         R"(","type":")" + std::string(type) + R"("}],"error_code":"validation_error"})";
}

std::string text(std::string_view body) {
  return faults(body, [](Fields& fields) { fields.required_text("t"); });
}

std::string integer(std::string_view value) {
  return faults(R"({"i":)" + std::string(value) + "}",
                [](Fields& fields) { fields.integer_or("i", 5, {.min = 1, .max = 10}); });
}

std::string number(std::string_view value) {
  return faults(R"({"n":)" + std::string(value) + "}",
                [](Fields& fields) { fields.number_or("n", 0.7, {.min = 0, .max = 2}); });
}

TEST(Fields, TextIsThereAndSaysSomething) {
  EXPECT_EQ(text(R"({"t":"x"})"), "");
  EXPECT_EQ(text(R"({})"), one(R"("t")", "Field required", "missing"));
  for (const auto* wrong : {R"({"t":5})", R"({"t":null})", R"({"t":["x"]})", R"({"t":true})"}) {
    EXPECT_EQ(text(wrong), one(R"("t")", "Input should be a valid string", "string_type")) << wrong;
  }
  for (const auto* blank : {R"({"t":""})", R"({"t":" \n\t"})"}) {
    EXPECT_EQ(text(blank),
              one(R"("t")", "String should have at least 1 character", "string_too_short"));
  }
}

TEST(Fields, WholeNumbersAreNumbersWithoutAFraction) {
  for (const auto* fine : {"1", "10", "3.0", "1e1"}) EXPECT_EQ(integer(fine), "") << fine;
  for (const auto* wrong : {R"("3")", "true", "null", "[3]", "{}"}) {
    EXPECT_EQ(integer(wrong), one(R"("i")", "Input should be a valid integer", "int_type"))
        << wrong;
  }
  EXPECT_EQ(integer("1.5"), one(R"("i")",
                                "Input should be a valid integer, got a number with a "
                                "fractional part",
                                "int_from_float"));
  for (const auto* low : {"0", "-1", "-99999999999999999999", "-1e300", "-1e999"}) {
    EXPECT_EQ(integer(low),
              one(R"("i")", "Input should be greater than or equal to 1", "greater_than_equal"))
        << low;
  }
  for (const auto* high : {"11", "99999999999999999999", "1e300", "1e999"}) {
    EXPECT_EQ(integer(high),
              one(R"("i")", "Input should be less than or equal to 10", "less_than_equal"))
        << high;
  }
}

TEST(Fields, NumbersStayInTheirBounds) {
  for (const auto* fine : {"0", "2", "0.7", "-0.0", "2.0e0", "1e-300"})
    EXPECT_EQ(number(fine), "") << fine;
  for (const auto* wrong : {R"("0.7")", "true", "null", "[]"}) {
    EXPECT_EQ(number(wrong), one(R"("n")", "Input should be a valid number", "float_type"))
        << wrong;
  }
  EXPECT_EQ(number("-0.1"),
            one(R"("n")", "Input should be greater than or equal to 0", "greater_than_equal"));
  EXPECT_EQ(number("2.000001"),
            one(R"("n")", "Input should be less than or equal to 2", "less_than_equal"));
  EXPECT_EQ(number("1e999"), one(R"("n")", "Input should be a finite number", "finite_number"));
}

TEST(Fields, BooleansAreNothingElse) {
  const auto boolean = [](std::string_view body) {
    return faults(body, [](Fields& fields) { fields.boolean_or("b", true); });
  };
  EXPECT_EQ(boolean(R"({"b":false})"), "");
  EXPECT_EQ(boolean("{}"), "");
  for (const auto* wrong : {R"({"b":1})", R"({"b":"true"})", R"({"b":null})"}) {
    EXPECT_EQ(boolean(wrong), one(R"("b")", "Input should be a valid boolean", "bool_type"))
        << wrong;
  }
}

TEST(Fields, ListsHaveTheirLength) {
  const auto list = [](std::string_view body) {
    return faults(body, [](Fields& fields) { fields.required_list("l", {.min = 1, .max = 2}); });
  };
  EXPECT_EQ(list(R"({"l":[1,2]})"), "");
  EXPECT_EQ(list(R"({"l":[]})"),
            one(R"("l")", "List should have at least 1 item after validation, not 0", "too_short"));
  EXPECT_EQ(list(R"({"l":[1,2,3]})"),
            one(R"("l")", "List should have at most 2 items after validation, not 3", "too_long"));
  EXPECT_EQ(list(R"({"l":"ab"})"), one(R"("l")", "Input should be a valid list", "list_type"));
}

TEST(Fields, AChoiceNamesWhatItTakes) {
  constexpr std::array<std::string_view, 3> kRoles{"user", "assistant", "system"};
  EXPECT_EQ(faults(R"({"r":"User"})", [&](Fields& fields) { fields.required_choice("r", kRoles); }),
            one(R"("r")", "Input should be 'user', 'assistant' or 'system'", "literal_error"));
}

TEST(Fields, WhatIsNoObjectHasNoFields) {
  for (const auto* body : {"[]", "null", "5", R"("x")"}) {
    EXPECT_EQ(
        faults(body, [](Fields&) {}),
        R"({"detail":[{"loc":["body"],"msg":"Input should be a valid dictionary or object to )"
        R"(extract fields from","type":"model_attributes_type"}],)"
        R"("error_code":"validation_error"})");
  }
}

TEST(Fields, MalformedJsonIsAFaultOfTheBody) {
  for (const auto* body : {"", "{", "nonsense", R"({"a":NaN})", "{} x", "\xff"}) {
    const auto found = faults(body, [](Fields&) {});
    EXPECT_NE(found.find(R"("loc":["body"],"msg":"JSON decode error: )"), found.npos) << found;
    EXPECT_NE(found.find(R"("type":"json_invalid")"), found.npos) << found;
  }
  EXPECT_NE(faults(std::string(100'000, '['), [](Fields&) {}), "");
}

TEST(Place, NamesAreQuotedAndIndexesAreNot) {
  EXPECT_EQ(Place("body").child("a\"b").child(std::size_t{3}).json(), R"("body","a\"b",3)");
}

}  // namespace
}  // namespace quorum::api::platform
