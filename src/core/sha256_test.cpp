#include "core/sha256.hpp"

#include <gtest/gtest.h>

namespace quorum {
namespace {

TEST(Sha256, IsWhatTheStandardSays) {
  EXPECT_EQ(Sha256().finish(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 hash;
  hash.add("abc");
  EXPECT_EQ(hash.finish(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, DoesNotDependOnWhereTheBytesAreCut) {
  Sha256 hash;
  for (int i = 0; i < 1000; ++i) hash.add("a");
  EXPECT_EQ(hash.finish(), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3");
}

TEST(Sha256Machine, HashesOneTextAfterTheOther) {
  Sha256Machine machine;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(hex(machine.digest("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(machine.digest("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}

TEST(Sha256Digest, IsReadAsItWasWritten) {
  const auto digest = Sha256Machine().digest("abc");
  EXPECT_EQ(read_digest(hex(digest)), digest);
  EXPECT_EQ(read_digest(""), std::nullopt);
  EXPECT_EQ(read_digest(std::string(63, '0')), std::nullopt);
  EXPECT_EQ(read_digest(std::string(64, 'A')), std::nullopt);
  EXPECT_EQ(read_digest(std::string(64, '0')), Sha256Digest{});
}

}  // namespace
}  // namespace quorum
