#include "http/peer/networks.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace quorum::http {
namespace {

Networks networks(const std::vector<std::string>& items) {
  auto parsed = Networks::parse(items);
  EXPECT_TRUE(parsed) << parsed.error().message;
  return parsed ? *parsed : Networks{};
}
bool holds(const std::vector<std::string>& items, std::string_view address) {
  return networks(items).contains(*IpAddress::parse(address));
}

TEST(IpAddress, ReadsNumbersOnly) {
  EXPECT_EQ(IpAddress::parse("10.0.0.1")->text(), "10.0.0.1");
  EXPECT_EQ(IpAddress::parse("2001:DB8::1")->text(), "2001:db8::1");
  EXPECT_EQ(IpAddress::parse("::ffff:10.0.0.1")->text_with(80), "10.0.0.1:80");
  EXPECT_EQ(IpAddress::parse("::1")->text_with(80), "[::1]:80");
  for (const auto* text : {"", "x", "1", "1.2.3", "01.2.3.4", "1.2.3.256", "1.2.3.4:80", "[::1]",
                           "fe80::1%eth0", "::1::", "0x7f.0.0.1"}) {
    EXPECT_FALSE(IpAddress::parse(text)) << text;
  }
}

TEST(IpAddress, KnowsLoopbackInEverySpelling) {
  for (const auto* text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(IpAddress::parse(text)->is_loopback()) << text;
  }
  for (const auto* text : {"128.0.0.1", "::2", "::", "0.0.0.0", "::127.0.0.1"}) {
    EXPECT_FALSE(IpAddress::parse(text)->is_loopback()) << text;
  }
}

TEST(Networks, HoldTheAddressesBelowThem) {
  EXPECT_TRUE(holds({"10.0.0.0/8"}, "10.255.0.1"));
  EXPECT_FALSE(holds({"10.0.0.0/8"}, "11.0.0.1"));
  EXPECT_TRUE(holds({"192.168.16.0/20"}, "192.168.31.255"));
  EXPECT_FALSE(holds({"192.168.16.0/20"}, "192.168.32.0"));
  EXPECT_TRUE(holds({"1.2.3.4"}, "::ffff:1.2.3.4"));
  EXPECT_FALSE(holds({"1.2.3.4"}, "1.2.3.5"));
  EXPECT_TRUE(holds({"2001:db8::/33"}, "2001:db8:7fff::1"));
  EXPECT_FALSE(holds({"2001:db8::/33"}, "2001:db8:8000::1"));
  EXPECT_TRUE(holds({"0.0.0.0/0"}, "9.9.9.9"));
  EXPECT_FALSE(holds({"0.0.0.0/0"}, "2001:db8::1"));
  EXPECT_TRUE(holds({"::/0"}, "9.9.9.9"));
  EXPECT_FALSE(holds({}, "127.0.0.1"));
  EXPECT_TRUE(networks({"unix:"}).contains_unix());
  EXPECT_FALSE(networks({"::/0"}).contains_unix());
}

TEST(Networks, SayWhatIsNone) {
  for (const auto* item : {"", "x", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "10/8"}) {
    const std::vector<std::string> items{item};
    EXPECT_FALSE(Networks::parse(items)) << item;
  }
  const std::vector<std::string> items{"nginx"};
  EXPECT_EQ(Networks::parse(items).error().message,
            "`nginx` is no network, as 10.0.0.0/8, ::1 or unix:");
}

}  // namespace
}  // namespace quorum::http
