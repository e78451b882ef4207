#include "app/command/models_command.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace quorum::app {
namespace {

namespace fs = std::filesystem;

/// One call of the command, with what it says.
struct Said {
  int code = 0;
  std::string out{};
  std::string errors{};
};

class ModelsCommandTest : public testing::Test {
 protected:
  ModelsCommandTest() {
    std::string pattern = fs::temp_directory_path() / "quorum-models-XXXXXX";
    data_ = mkdtemp(pattern.data());
  }
  ~ModelsCommandTest() override { fs::remove_all(data_); }

  Said run(std::vector<std::string> arguments) const {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Said ran;
    ran.code = run_models_command(data_, std::move(arguments));
    ran.out = testing::internal::GetCapturedStdout();
    ran.errors = testing::internal::GetCapturedStderr();
    return ran;
  }
  std::string file(std::string_view bytes) const {
    const fs::path path = data_ / "Tiny.gguf";
    std::ofstream(path) << bytes;
    return path;
  }

  fs::path data_;
};

bool has(const std::string& text, std::string_view words) { return text.find(words) != text.npos; }

TEST_F(ModelsCommandTest, WithoutWeightsTheListSaysHowToBegin) {
  const Said ran = run({"list"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_TRUE(has(ran.out, "quorum models pull starter")) << ran.out;
  EXPECT_TRUE(has(ran.out, "smollm2-135m") && has(ran.out, "Apache-2.0")) << ran.out;
}

TEST_F(ModelsCommandTest, AFileIsPulledListedAndRemoved) {
  const std::string path = file("GGUF and the rest");
  const Said pulled = run({"pull", "file://" + path, "--name", "tiny"});
  EXPECT_EQ(pulled.code, 0) << pulled.errors;
  EXPECT_TRUE(has(pulled.out, "local/tiny is ready")) << pulled.out;
  EXPECT_TRUE(has(pulled.out, "100 %")) << pulled.out;
  EXPECT_TRUE(has(pulled.out, "licence unknown")) << pulled.out;
  EXPECT_FALSE(has(pulled.out, "\x1b[")) << "drawn for a terminal, which this is not";
  EXPECT_TRUE(fs::exists(data_ / "models" / "tiny.gguf"));
  EXPECT_TRUE(has(run({"list"}).out, "local/tiny "));
  EXPECT_EQ(run({"rm", "local/tiny"}).code, 0);
  EXPECT_FALSE(fs::exists(data_ / "models" / "tiny.gguf"));
  EXPECT_EQ(run({"rm", "tiny"}).code, 1);
}

TEST_F(ModelsCommandTest, AWrongHashIsAFailureThatNamesBoth) {
  const std::string wrong(64, '0');
  const Said ran = run({"pull", file("GGUF"), "--sha256", wrong});
  EXPECT_EQ(ran.code, 1);
  EXPECT_TRUE(has(ran.errors, wrong)) << ran.errors;
  EXPECT_FALSE(fs::exists(data_ / "models" / "tiny.gguf"));
}

TEST_F(ModelsCommandTest, WhatIsNotUnderstoodIsSaidWithTwo) {
  const std::vector<std::vector<std::string>> bad{
      {},
      {"fetch"},
      {"pull"},
      {"rm"},
      {"rm", "a", "b"},
      {"rm", "../x"},
      {"list", "all"},
      {"pull", "starter", "more"},
      {"pull", "starter", "--sha256"},
      {"pull", "https://x.org/a.gguf"},
      {"pull", "https://x.org/a.gguf", "--sha256", "12"},
  };
  for (const auto& arguments : bad) {
    const Said ran = run(arguments);
    EXPECT_EQ(ran.code, 2) << testing::PrintToString(arguments);
    EXPECT_FALSE(ran.errors.empty()) << testing::PrintToString(arguments);
  }
}

TEST_F(ModelsCommandTest, AnUnknownNamePointsToTheList) {
  const Said ran = run({"pull", "gpt-9"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_TRUE(has(ran.errors, "quorum models list")) << ran.errors;
}

}  // namespace
}  // namespace quorum::app
