#include "providers/body_model.hpp"

#include <gtest/gtest.h>

namespace quorum::providers {
namespace {

const std::string kType = "multipart/form-data; boundary=xYz";
const std::string kForm =
    "--xYz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"model\"\r\n"
    "Content-Type: audio/wav\r\n\r\n\x01\x02--xY\r\n\r\n--xYz\r\n"
    "content-disposition: form-data; name=\"model\"\r\n\r\nopenai/whisper-1\r\n--xYz--\r\n";

TEST(BodyModel, IsFoundInJson) {
  const std::string body = R"( {"input":"x", "model" : "openai\/m\u0031"} )";
  const auto found = body_model("application/json; charset=utf-8", body);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "openai/m1");
  EXPECT_EQ(with_model(body, *found, "m1"), R"( {"input":"x", "model" : "m1"} )");
}

TEST(BodyModel, IsFoundInAFormAmongItsFiles) {
  const auto found = body_model(kType, kForm);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "openai/whisper-1");
  auto expected = kForm;
  expected.replace(expected.find("openai/whisper-1"), 16, "whisper-1");
  EXPECT_EQ(with_model(kForm, *found, "whisper-1"), expected);
  EXPECT_TRUE(body_model("Multipart/Form-Data; charset=x; boundary=\"xYz\"", kForm));
}

TEST(BodyModel, ABodyWithoutOneHasNone) {
  EXPECT_FALSE(body_model("application/json", R"({"model":3})"));
  EXPECT_FALSE(body_model("application/json", R"({"model":""})"));
  EXPECT_FALSE(body_model("application/json", R"({"model":"x")"));
  EXPECT_FALSE(body_model("application/json", ""));
  EXPECT_FALSE(body_model("audio/wav", "RIFF"));
  EXPECT_FALSE(body_model("multipart/form-data", kForm));
  EXPECT_FALSE(body_model(kType, "--xYz--\r\n"));
  EXPECT_FALSE(body_model(
      kType, "--xYz\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\n\r\n--xYz--\r\n"));
}

TEST(BodyModel, AFormCutAnywhereIsReadWithoutHarm) {
  for (std::size_t size = 0; size < kForm.size(); ++size) {
    const auto cut = kForm.substr(0, size);
    const auto found = body_model(kType, cut);
    if (found) EXPECT_EQ(found->name, "openai/whisper-1");
  }
}

}  // namespace
}  // namespace quorum::providers
