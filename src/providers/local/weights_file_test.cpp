#include "providers/local/weights_file.hpp"

#include <gtest/gtest.h>

#include "testkit/temp_folder.hpp"

namespace quorum::providers {
namespace {

using From = WeightsFile::From;

constexpr std::string_view kWhole = "GGUF and the rest";
constexpr std::string_view kWholeSha256 =
    "166f1a315a7c541a4ee98b4912d6e43b2e277110a730ffb1c7513b2eed1fed96";

Result<Weights> finish(WeightsFile& file, std::string_view sha256) {
  return file.finish({.name = "m", .file = {}, .licence = "MIT"}, sha256);
}

TEST(WeightsFile, IsInPlaceOnlyOnceItIsWholeAndProven) {
  const testkit::TempFolder folder;
  auto file = WeightsFile::open(folder.path("models"), "m", From::start);
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_TRUE(file->append(kWhole));
  EXPECT_FALSE(folder.has("models/m.gguf"));
  const auto weights = finish(*file, kWholeSha256);
  ASSERT_TRUE(weights) << weights.error().message;
  EXPECT_EQ(folder.read("models/m.gguf"), kWhole);
  EXPECT_EQ(weights->bytes, kWhole.size());
  EXPECT_EQ(installed_weights(folder.path("models")), std::vector{*weights});
  EXPECT_FALSE(folder.has("models/.pull/m"));
}

TEST(WeightsFile, GoesOnWhereItEnded) {
  for (std::size_t cut = 0; cut <= kWhole.size(); ++cut) {
    const testkit::TempFolder folder;
    {
      auto first = WeightsFile::open(folder.path(), "m", From::where_it_ended);
      ASSERT_TRUE(first && first->append(kWhole.substr(0, cut)));
    }
    auto second = WeightsFile::open(folder.path(), "m", From::where_it_ended);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->bytes(), cut);
    ASSERT_TRUE(second->append(kWhole.substr(cut)));
    EXPECT_TRUE(finish(*second, kWholeSha256)) << "cut at " << cut;
  }
}

TEST(WeightsFile, WhatHasAnotherHashIsThrownAway) {
  const testkit::TempFolder folder;
  auto file = WeightsFile::open(folder.path(), "m", From::start);
  ASSERT_TRUE(file && file->append("GGUF but other"));
  const auto weights = finish(*file, kWholeSha256);
  ASSERT_FALSE(weights);
  EXPECT_EQ(weights.error().code, Errc::upstream_failed);
  EXPECT_NE(weights.error().message.find(kWholeSha256), std::string::npos);
  EXPECT_FALSE(folder.has("m.gguf"));
  EXPECT_FALSE(folder.has("m.json"));
  EXPECT_FALSE(folder.has(".pull/m"));
}

TEST(WeightsFile, WhatIsNoModelIsThrownAwayEvenWithTheRightHash) {
  const testkit::TempFolder folder;
  for (const std::string_view bytes : {"", "GGU", "<html>"}) {
    auto file = WeightsFile::open(folder.path(), "m", From::start);
    ASSERT_TRUE(file && file->append(bytes));
    const auto weights = finish(*file, "");
    ASSERT_FALSE(weights) << bytes;
    EXPECT_NE(weights.error().message.find("no GGUF file"), std::string::npos);
    EXPECT_FALSE(folder.has("m.gguf"));
  }
}

TEST(WeightsFile, ARestartForgetsWhatWasThere) {
  const testkit::TempFolder folder;
  auto file = WeightsFile::open(folder.path(), "m", From::start);
  ASSERT_TRUE(file && file->append("something else"));
  ASSERT_TRUE(file->restart());
  EXPECT_EQ(file->bytes(), 0u);
  ASSERT_TRUE(file->append(kWhole));
  EXPECT_TRUE(finish(*file, kWholeSha256));
}

TEST(WeightsFile, TwoCannotFetchTheSameModelAtOnce) {
  const testkit::TempFolder folder;
  const auto first = WeightsFile::open(folder.path(), "m", From::start);
  ASSERT_TRUE(first);
  const auto second = WeightsFile::open(folder.path(), "m", From::start);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::conflict);
  EXPECT_TRUE(WeightsFile::open(folder.path(), "other", From::start));
}

TEST(WeightsFile, ADiskThatTakesNoMoreIsSaidPlainly) {
  const testkit::TempFolder folder;
  std::filesystem::create_directories(WeightsFile::workshop(folder.path(), "m"));
  // A device that is always full stands where the file would be.
  std::filesystem::create_symlink("/dev/full",
                                  WeightsFile::workshop(folder.path(), "m") + "/weights.partial");
  auto file = WeightsFile::open(folder.path(), "m", From::start);
  ASSERT_TRUE(file);
  const auto appended = file->append("GGUF");
  ASSERT_FALSE(appended);
  EXPECT_NE(appended.error().message.find("disk is full"), std::string::npos)
      << appended.error().message;
}

TEST(WeightsFile, AFolderThatCannotBeMadeIsSaidPlainly) {
  const auto file = WeightsFile::open("/proc/nowhere", "m", From::start);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, Errc::unavailable);
  EXPECT_NE(file.error().message.find("/proc/nowhere"), std::string::npos);
}

TEST(WeightsFile, TheHashOfAFileIsThatOfItsBytes) {
  const testkit::TempFolder folder;
  folder.write("abc", "abc");
  EXPECT_EQ(sha256_of_file(folder.path("abc")).value_or(""),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_FALSE(sha256_of_file(folder.path("none")));
}

}  // namespace
}  // namespace quorum::providers
