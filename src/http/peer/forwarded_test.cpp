#include "http/peer/forwarded.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace quorum::http {
namespace {

Client client(const ForwardedFields& fields) {
  const std::vector<std::string> items{"10.0.0.0/8", "127.0.0.1"};
  return forwarded_client(fields, *Networks::parse(items));
}
std::string by_list(std::string_view list) { return client({.x_forwarded_for = {list}}).address; }
std::string by_rfc(std::string_view list) { return client({.forwarded = {list}}).address; }

TEST(Forwarded, TakesTheLastWhomNobodyTrusts) {
  EXPECT_EQ(by_list("9.9.9.9"), "9.9.9.9");
  EXPECT_EQ(by_list("6.6.6.6, 9.9.9.9"), "9.9.9.9");
  EXPECT_EQ(by_list("6.6.6.6, 9.9.9.9, 10.0.0.1,10.0.0.2"), "9.9.9.9");
  EXPECT_EQ(by_list("10.0.0.1, 10.0.0.2"), "10.0.0.1");
  EXPECT_EQ(client({.x_forwarded_for = {"6.6.6.6", "9.9.9.9", "10.0.0.1"}}).address, "9.9.9.9");
}

TEST(Forwarded, ReadsAddressesInEverySpelling) {
  EXPECT_EQ(by_list("9.9.9.9:1234"), "9.9.9.9:1234");
  EXPECT_EQ(by_list("2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(by_list("[2001:db8::1]"), "2001:db8::1");
  EXPECT_EQ(by_list("[2001:db8::1]:80"), "[2001:db8::1]:80");
  EXPECT_EQ(by_rfc("for=9.9.9.9"), "9.9.9.9");
  EXPECT_EQ(by_rfc("proto=https;For=\"[2001:db8::1]:80\";by=10.0.0.1"), "[2001:db8::1]:80");
  EXPECT_EQ(by_rfc("for=6.6.6.6;host=\"a,b\", for=9.9.9.9"), "9.9.9.9");
  EXPECT_EQ(by_rfc("for=9.9.9.9, for=10.0.0.1"), "9.9.9.9");
}

TEST(Forwarded, BelievesNothingBeforeAHopThatItCannotRead) {
  for (const auto* list :
       {"127.0.0.1, unknown", "127.0.0.1, _hidden", "127.0.0.1, x y", "127.0.0.1,",
        "127.0.0.1, 9.9.9", "127.0.0.1, [::1", "127.0.0.1, ::1]", "127.0.0.1, 127.0.0.1:99999"}) {
    const auto found = client({.x_forwarded_for = {list}});
    EXPECT_EQ(found, (Client{.address = "unknown"})) << list;
  }
  EXPECT_EQ(by_rfc("for=127.0.0.1, proto=http"), "unknown");
  EXPECT_EQ(by_rfc("for=127.0.0.1, for=\"127.0.0.1"), "unknown");
  EXPECT_EQ(by_list(""), "unknown");
}

TEST(Forwarded, IsLocalOnlyWhereAllSaySo) {
  EXPECT_TRUE(client({.x_forwarded_for = {"127.0.0.1"}}).is_loopback);
  EXPECT_TRUE(client({.x_forwarded_for = {"::1"}, .x_real_ip = {"::1"}}).is_loopback);
  EXPECT_FALSE(client({.x_forwarded_for = {"127.0.0.1, 9.9.9.9"}}).is_loopback);
  EXPECT_FALSE(
      client({.x_forwarded_for = {"127.0.0.1"}, .forwarded = {"for=9.9.9.9"}}).is_loopback);
  EXPECT_FALSE(
      client({.x_forwarded_for = {"9.9.9.9"}, .forwarded = {"for=127.0.0.1"}}).is_loopback);
  EXPECT_FALSE(client({.x_forwarded_for = {"::1"}, .x_real_ip = {"9.9.9.9"}}).is_loopback);
}

TEST(Forwarded, ReadsOnlyTheEndOfAnEndlessChain) {
  std::string list = "9.9.9.9";
  for (int i = 0; i < 1000; ++i) list += ", 10.0.0.1";
  EXPECT_EQ(by_list(list), "10.0.0.1");
}

}  // namespace
}  // namespace quorum::http
