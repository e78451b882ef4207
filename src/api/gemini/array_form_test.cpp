#include "api/gemini/array_form.hpp"

#include <gtest/gtest.h>

namespace quorum::api::gemini {
namespace {

TEST(ArrayForm, EachEventIsAnElement) {
  ArrayForm form;
  EXPECT_EQ(form.take("data: {\"a\" : 1}\r\n\r\ndata: {}\r\n\r\n"), "[{\"a\" : 1},\r\n{}");
  EXPECT_EQ(form.take(": ping\n\n"), "");
  EXPECT_EQ(form.take("data: 3\n\n"), ",\r\n3");
  EXPECT_EQ(form.end(), "]");
}

TEST(ArrayForm, NothingIsAnEmptyArray) { EXPECT_EQ(ArrayForm().end(), "[]"); }

TEST(ArrayForm, ALastEventWithoutItsBlankLineIsNotLost) {
  ArrayForm form;
  EXPECT_EQ(form.take("data: 1\n\ndata: 2\n"), "[1");
  EXPECT_EQ(form.end(), ",\r\n2]");
}

}  // namespace
}  // namespace quorum::api::gemini
