#include "async/address.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::async {
namespace {

TEST(Address, SaysWhatItWasGiven) {
  EXPECT_EQ(Address::numeric("127.0.0.1", 8000)->text(), "127.0.0.1:8000");
  EXPECT_EQ(Address::numeric("::1", 443)->text(), "[::1]:443");
  EXPECT_EQ(Address::numeric("[2001:db8::2]", 65535)->text(), "[2001:db8::2]:65535");
  EXPECT_EQ(Address::numeric("0.0.0.0", 0)->port(), 0);
  EXPECT_EQ(Address::unix_path("/run/quorum.sock")->text(), "/run/quorum.sock");
  EXPECT_TRUE(Address::unix_path("relative")->is_unix());
}

TEST(Address, TakesAnotherPort) {
  EXPECT_EQ(Address::numeric("127.0.0.1", 0)->with_port(8000).text(), "127.0.0.1:8000");
  EXPECT_EQ(Address::numeric("::1", 9)->with_port(443).text(), "[::1]:443");
  EXPECT_EQ(Address::unix_path("/run/quorum.sock")->with_port(1).text(), "/run/quorum.sock");
}

TEST(Address, TakesNoNames) {
  for (const char* host :
       {"localhost", "", "127.0.0.1 ", "1.2.3.4.5", "[127.0.0.1", "::g", "*", "0x7f.1", "127.1"}) {
    EXPECT_FALSE(Address::numeric(host, 80)) << host;
  }
  EXPECT_FALSE(Address::numeric(std::string_view("127.0.0.1\0x", 11), 80));
}

TEST(Address, TakesPathsThatFitAndNoOthers) {
  EXPECT_TRUE(Address::unix_path(std::string(107, 'x')));
  EXPECT_EQ(Address::unix_path(std::string(107, 'x'))->path().size(), 107U);
  EXPECT_FALSE(Address::unix_path(std::string(108, 'x')));
  EXPECT_FALSE(Address::unix_path(""));
  EXPECT_FALSE(Address::unix_path(std::string_view("/a\0b", 4)));
}

}  // namespace
}  // namespace quorum::async
