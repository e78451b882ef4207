#include "providers/local/weights.hpp"

#include <gtest/gtest.h>

#include "testkit/temp_folder.hpp"

namespace quorum::providers {
namespace {

TEST(Weights, PapersAreReadBackAsTheyWereWritten) {
  const testkit::TempFolder folder;
  const Weights weights{.name = "qwen-x",
                        .file = folder.path("qwen-x.gguf"),
                        .family = "qwen",
                        .licence = "Apache \"2.0\"",
                        .origin = "https://example.com/ü",
                        .sha256 = std::string(64, 'a'),
                        .bytes = 4};
  folder.write("qwen-x.gguf", "GGUF");
  folder.write("qwen-x.json", papers_of(weights));
  EXPECT_EQ(installed_weights(folder.path()), std::vector{weights});
}

TEST(Weights, AFilePutThereByHandIsAModelToo) {
  const testkit::TempFolder folder;
  folder.write("Llama3.gguf", "GGUF....");
  const auto found = installed_weights(folder.path());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].name, "Llama3");
  EXPECT_EQ(found[0].family, "Llama");
  EXPECT_EQ(found[0].bytes, 8u);
  EXPECT_EQ(found[0].sha256, "");
}

TEST(Weights, BrokenPapersDoNotHideTheModel) {
  const testkit::TempFolder folder;
  for (const char* papers : {"", "{", "[]", "{\"licence\":7}"}) {
    folder.write("m.gguf", "GGUF");
    folder.write("m.json", papers);
    const auto found = installed_weights(folder.path());
    ASSERT_EQ(found.size(), 1u) << papers;
    EXPECT_EQ(found[0].licence, "") << papers;
  }
}

TEST(Weights, TheyAreListedByNameAndNothingElseIs) {
  const testkit::TempFolder folder;
  for (const char* name : {"b.gguf", "a.gguf", "notes.txt", "c.json", ".hidden.gguf", "a b.gguf"}) {
    folder.write(name, "GGUF");
  }
  folder.write(".pull/d/weights.partial", "GGUF");
  folder.write("folder.gguf/x", "");
  const auto found = installed_weights(folder.path());
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].name, "a");
  EXPECT_EQ(found[1].name, "b");
}

TEST(Weights, AFolderThatIsNotThereHasNone) {
  EXPECT_TRUE(installed_weights("/nonexistent/models").empty());
}

TEST(Weights, AFamilyIsTheLettersANameBeginsWith) {
  EXPECT_EQ(family_of("qwen2.5-coder-0.5b"), "qwen");
  EXPECT_EQ(family_of("smollm2-135m"), "smollm");
  EXPECT_EQ(family_of("phi"), "phi");
  EXPECT_EQ(family_of("7b"), "");
}

TEST(Weights, ANameCannotLeaveItsFolder) {
  EXPECT_TRUE(check_weights_name("qwen2.5_coder-0.5B"));
  for (const std::string name :
       {"", ".", "..", "../x", "a/b", "a b", "-rf", ".hidden", "a\nb", "é"}) {
    EXPECT_FALSE(check_weights_name(name)) << name;
  }
  EXPECT_FALSE(check_weights_name(std::string(101, 'a')));
}

}  // namespace
}  // namespace quorum::providers
