#include "dialects/gemini/letters.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

TEST(Letters, OnlyLettersChange) {
  EXPECT_EQ(lower("MEDIA_LOW 1é"), "media_low 1é");
  EXPECT_EQ(upper("api-key_z"), "API-KEY_Z");
}

TEST(Letters, NamesHaveTwoSpellings) {
  EXPECT_EQ(in_camel_case("response_json_schema"), "responseJsonSchema");
  EXPECT_EQ(in_camel_case("topK"), "topK");
  EXPECT_EQ(in_snake_case("responseJsonSchema"), "response_json_schema");
  EXPECT_EQ(in_snake_case("top_k"), "top_k");
  EXPECT_TRUE(is_snake_case_of("response_json_schema", "responseJsonSchema"));
  EXPECT_TRUE(is_snake_case_of("role", "role"));
  for (const std::string_view key :
       {"", "top", "top_", "topK", "top_K", "topk", "top_k_", "_top_k"}) {
    EXPECT_FALSE(is_snake_case_of(key, "topK")) << key;
  }
}

}  // namespace
}  // namespace quorum::gemini
