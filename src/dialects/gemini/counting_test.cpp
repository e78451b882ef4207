#include "dialects/gemini/counting.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

TEST(Counting, ARequestMayStandInAnother) {
  EXPECT_EQ(
      read_count(R"({"generateContentRequest":{"model":"models/x","contents":[ 1 ],"tools":[]}})")
          .value(),
      R"({"contents":[ 1 ],"tools":[]})");
  EXPECT_EQ(read_count(R"({"generate_content_request":{"contents":[]}})").value(),
            R"({"contents":[]})");
}

TEST(Counting, OrBeOne) {
  EXPECT_EQ(read_count(R"({"contents":[],"model":"x","system\u0049nstruction":"a"})").value(),
            R"({"contents":[],"system\u0049nstruction":"a"})");
}

TEST(Counting, FaultsSayWhere) {
  EXPECT_EQ(read_count("{}").error().field, "contents");
  EXPECT_EQ(read_count(R"({"generateContentRequest":5})").error().field, "generateContentRequest");
  EXPECT_FALSE(read_count("[]"));
}

TEST(Counting, AnswersWhatIsKnown) {
  EXPECT_EQ(write_count({.tokens = 7}), R"({"totalTokens":7})");
  EXPECT_EQ(write_count({.tokens = 7, .cached = 3}),
            R"({"totalTokens":7,"cachedContentTokenCount":3})");
}

}  // namespace
}  // namespace quorum::gemini
