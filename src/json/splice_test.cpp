#include "json/splice.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "json/scan.hpp"

namespace quorum::json {
namespace {

TEST(JsonSplice, ExchangesBytesAndLeavesTheRestAlone) {
  const std::string_view text = "{ \"model\" :\"a\" ,\"n\": 1.0e0,\"z\":[ ]}\n";
  const auto members = scan_object(text);
  ASSERT_TRUE(members);
  const std::vector<Edit> edits{{find(*members, "n")->value, "2"},
                                {find(*members, "model")->value, "\"much-longer\""},
                                add_member(text, "first", "{}"),
                                add_member(text, "second", "0")};
  EXPECT_EQ(splice(text, edits),
            "{\"first\":{},\"second\":0, \"model\" :\"much-longer\" ,\"n\": 2,\"z\":[ ]}\n");
  EXPECT_EQ(splice(text, {}), text);
}

TEST(JsonSplice, AddsAMemberToAnEmptyObject) {
  const std::string_view text = "{ }";
  const std::vector<Edit> edits{add_member(text, "a\"b", "1")};
  EXPECT_EQ(splice(text, edits), "{\"a\\\"b\":1 }");
}

}  // namespace
}  // namespace quorum::json
