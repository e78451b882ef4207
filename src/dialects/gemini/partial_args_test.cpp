#include "dialects/gemini/partial_args.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>

namespace quorum::gemini {
namespace {

std::string put(std::initializer_list<std::string_view> lists) {
  PartialArgs args;
  for (const auto list : lists) {
    const auto document = json::Document::parse(list);
    EXPECT_TRUE(document) << list;
    args.add(document->root());
  }
  return args.str();
}

TEST(PartialArgs, TextsGrowAndOtherValuesStand) {
  EXPECT_EQ(
      put({R"([{"jsonPath":"$.city","stringValue":"New ","willContinue":true}])",
           R"([{"jsonPath":"$.days","numberValue":3.0},{"json_path":"$.now","bool_value":true}])",
           R"([{"jsonPath":"$.city","stringValue":"Delhi"}])",
           R"([{"jsonPath":"$.city","stringValue":""},{"jsonPath":"$.x","nullValue":null}])"}),
      R"({"city":"New Delhi","days":3.0,"now":true,"x":null})");
  EXPECT_EQ(put({}), "{}");
  EXPECT_EQ(put({"{}", "[]", "null"}), "{}");
}

TEST(PartialArgs, StandWhereTheirPathsSay) {
  EXPECT_EQ(
      put({R"([{"jsonPath":"$.a[0].b","stringValue":"x"},{"jsonPath":"$.a[1].b","numberValue":1},
                     {"jsonPath":"$['odd name'][0][0]","boolValue":false},
                     {"jsonPath":"$[\"q\"].r","stringValue":"\"é"}])"}),
      R"({"a":[{"b":"x"},{"b":1}],"odd name":[[false]],"q":{"r":"\"é"}})");
}

TEST(PartialArgs, WhatHasNoPlaceIsLeftOut) {
  for (const std::string_view path : {"", "$", "$.", "$..a", "$[", "$[x]", "$['a", "$.b[7]", "a",
                                      "$.b[99999999999999999999]", "$.k.l", "$[0]"}) {
    const auto piece = R"([{"jsonPath":")" + std::string{path} + R"(","stringValue":"no"}])";
    const auto said = put({R"([{"jsonPath":"$.k","stringValue":"yes"}])", piece});
    EXPECT_TRUE(said == R"({"k":"yes"})" || said == R"({"k":"yes","b":null})" ||
                said == R"({"k":"yes","b":[]})")
        << path << " " << said;
  }
  std::string deep = "$";
  for (int i = 0; i < 100; ++i) deep += ".a";
  EXPECT_EQ(put({R"([{"jsonPath":")" + deep + R"(","stringValue":"no"}])"}).find("no"),
            std::string::npos);
}

}  // namespace
}  // namespace quorum::gemini
