#include "dialects/vectors.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace quorum::dialects {
namespace {

std::string written(const std::vector<float>& vector) {
  std::string out;
  json::Writer writer{out};
  write_vector(writer, vector);
  return out;
}

auto read(std::string_view text) {
  const auto document = json::Document::parse(text);
  return read_vectors("acme", document->root());
}

TEST(Vectors, NumbersAreShortAndExact) {
  EXPECT_EQ(written({0.1F, -1.0F, 1e-20F, 3.4028235e38F}), "[0.1,-1,1e-20,3.4028235e+38]");
  EXPECT_EQ(written({}), "[]");
  EXPECT_EQ(written({std::numeric_limits<float>::infinity(), std::nanf("")}), "[0,0]");
  const auto again = read("[" + written({0.1F, 0.3333333F}) + "]");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->front(), (std::vector<float>{0.1F, 0.3333333F}));
}

TEST(Vectors, WhatIsNoneIsAnError) {
  EXPECT_TRUE(read("[]")->empty());
  EXPECT_FALSE(read("{}"));
  EXPECT_FALSE(read("[1]"));
  EXPECT_EQ(read(R"([["a"]])").error().code, Errc::upstream_failed);
}

}  // namespace
}  // namespace quorum::dialects
