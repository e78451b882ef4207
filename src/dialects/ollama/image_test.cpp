#include "dialects/ollama/image.hpp"

#include <gtest/gtest.h>

namespace quorum::ollama {
namespace {

TEST(Image, ItsTypeIsWhatItsFirstBytesSay) {
  EXPECT_EQ(image_type("iVBORw0KGgoAAAANSUhEUg=="), "image/png");
  EXPECT_EQ(image_type("/9j/4AAQSkZJRg=="), "image/jpeg");
  EXPECT_EQ(image_type("R0lGODlhAQABAAAAACw="), "image/gif");
  EXPECT_EQ(image_type("UklGRiQAAABXRUJQVlA4"), "image/webp");
  EXPECT_EQ(image_type("AAAA"), "");
}

TEST(Image, BareAndInAnAddressItIsTheSame) {
  const auto bare = image_of("iVBORw0KGgoA");
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->source.data, "iVBORw0KGgoA");
  EXPECT_EQ(bare->source.media_type, "image/png");
  EXPECT_EQ(image_of("data:image/png;base64,iVBORw0KGgoA"), bare);
}

TEST(Image, WhatIsNoBase64IsNone) {
  EXPECT_FALSE(image_of(""));
  EXPECT_FALSE(image_of("https://example.com/a.png"));
  EXPECT_FALSE(image_of("abc"));
  EXPECT_FALSE(image_of("ab=c"));
  EXPECT_FALSE(image_of("a==="));
  EXPECT_FALSE(image_of("===="));
  EXPECT_TRUE(image_of("ab=="));
}

}  // namespace
}  // namespace quorum::ollama
