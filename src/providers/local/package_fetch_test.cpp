#include "providers/local/package_fetch.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "testkit/temp_folder.hpp"

namespace quorum::providers {
namespace {

// What pip is asked for, and how packages become weights, is tested by `weights_pull_test.cpp`.

class PackageTest : public testing::Test {
 protected:
  void python_that(std::string_view script) {
    folder_.write("python", "#!/bin/sh\n" + std::string(script));
    std::filesystem::permissions(folder_.path("python"), std::filesystem::perms::owner_all);
  }
  Result<std::string> fetch() {
    const auto loop = std::move(async::Loop::create().value());
    const auto ignore = [](std::uint64_t) {};
    return loop->run_until_done(fetch_wheel(*loop, folder_.path("python"), "a-b==1.0",
                                            std::string(64, '0'), folder_.path("to"), ignore));
  }
  testkit::TempFolder folder_;
};

TEST_F(PackageTest, PipIsToldTheHashAndInstallsNothing) {
  python_that("echo \"$@\" >" + folder_.path("said") + "; cat " + folder_.path("to/wanted.txt") +
              " >>" + folder_.path("said") + "; touch " + folder_.path("to/a_b-1.0-any.whl"));
  const auto wheel = fetch();
  ASSERT_TRUE(wheel) << wheel.error().message;
  EXPECT_EQ(*wheel, folder_.path("to/a_b-1.0-any.whl"));
  const std::string said = folder_.read("said");
  EXPECT_TRUE(said.starts_with("-m pip download --no-deps --only-binary=:all: --require-hashes "))
      << said;
  EXPECT_NE(said.find("a-b==1.0 --hash=sha256:0000"), said.npos) << said;
}

TEST_F(PackageTest, EachKindOfFailureSaysWhatToDo) {
  const auto message = [this](std::string_view script) {
    python_that(script);
    const auto wheel = fetch();
    return wheel ? "fetched" : wheel.error().message;
  };
  EXPECT_NE(message("echo '/usr/bin/python3: No module named pip' >&2; exit 1").find("apt-get"),
            std::string::npos);
  EXPECT_NE(message("echo 'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES'; exit 1").find("differs"),
            std::string::npos);
  EXPECT_NE(message("echo 'OSError: [Errno 28] No space left on device'; exit 1").find("full"),
            std::string::npos);
  EXPECT_NE(message("echo 'ERROR: first'; echo 'ERROR: No matching'; exit 1").find("No matching"),
            std::string::npos);
  EXPECT_NE(message("exit 1").find("no reason"), std::string::npos);
  EXPECT_NE(message("exit 0").find("could not fetch"), std::string::npos);  // And nothing there.
}

Result<std::string> member_of(const testkit::TempFolder& folder, std::string member) {
  const auto loop = std::move(async::Loop::create().value());
  std::string bytes;
  const auto take = [&bytes](std::string_view piece) -> Result<> {
    bytes += piece;
    return {};
  };
  const auto read = loop->run_until_done(
      read_wheel_member(*loop, "python3", folder.path("w.whl"), std::move(member), take));
  if (!read) return read.error();
  return bytes;
}

TEST(WheelMember, IsReadWholeOrNotAtAll) {
  const testkit::TempFolder folder;
  const std::string make = "python3 -c \"import zipfile; zipfile.ZipFile('" + folder.path("w.whl") +
                           "', 'w', zipfile.ZIP_DEFLATED).writestr('a/b.bin', b'xyz' * 300000)\"";
  ASSERT_EQ(std::system(make.c_str()), 0);
  const auto whole = member_of(folder, "a/b.bin");
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(whole->size(), 900'000u);
  EXPECT_FALSE(member_of(folder, "a/none.bin"));
  folder.write("w.whl", folder.read("w.whl").substr(0, 100));
  EXPECT_FALSE(member_of(folder, "a/b.bin"));
}

}  // namespace
}  // namespace quorum::providers
