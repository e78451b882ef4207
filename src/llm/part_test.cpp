#include "llm/part.hpp"

#include <gtest/gtest.h>

namespace quorum::llm {
namespace {

TEST(Part, IsWhatItWasMadeOf) {
  const auto part = text_part("hi");
  ASSERT_NE(part.as<Text>(), nullptr);
  EXPECT_EQ(part.as<Text>()->text, "hi");
  EXPECT_EQ(part.as<Image>(), nullptr);
}

TEST(Part, TakesADataUrlApartAndPutsItTogetherAgain) {
  const auto source = source_of("data:image/png;base64,iVBORw0=");
  EXPECT_EQ(source, (Source{.data = "iVBORw0=", .media_type = "image/png"}));
  EXPECT_EQ(url_of(source), "data:image/png;base64,iVBORw0=");
}

TEST(Part, DropsADataUrlsParameters) {
  EXPECT_EQ(source_of("data:text/plain;charset=utf-8;base64,aGk="),
            (Source{.data = "aGk=", .media_type = "text/plain"}));
}

TEST(Part, KeepsEveryOtherAddress) {
  for (const auto* url :
       {"https://x/a.png", "gs://b/c", "data:,plain", "data:text/plain,;base64,"}) {
    EXPECT_EQ(source_of(url), Source{.url = url});
    EXPECT_EQ(url_of(source_of(url)), url);
  }
}

TEST(Part, OfAnUnknownTypeIsBytes) {
  EXPECT_EQ(url_of({.data = "AA=="}), "data:application/octet-stream;base64,AA==");
}

}  // namespace
}  // namespace quorum::llm
