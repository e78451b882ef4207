#include "http/tls_tickets.hpp"

#include <gtest/gtest.h>

namespace quorum::http {
namespace {

using namespace std::chrono_literals;

TEST(TicketKeys, TurnAndAreForgotten) {
  TicketKeys keys;
  const TimePoint start{100h};
  const auto first = keys.sealing(start);
  EXPECT_EQ(keys.sealing(start + 59min).name, first.name);
  EXPECT_FALSE(keys.opening(first.name, start + 59min)->is_old);
  const auto second = keys.sealing(start + 1h);
  EXPECT_NE(second.name, first.name);
  EXPECT_NE(second.cipher, first.cipher);
  EXPECT_NE(second.mac, first.mac);
  const auto old = keys.opening(first.name, start + 1h);
  ASSERT_TRUE(old);
  EXPECT_TRUE(old->is_old);
  EXPECT_EQ(old->key.cipher, first.cipher);
  EXPECT_FALSE(keys.opening(second.name, start + 1h)->is_old);
  EXPECT_TRUE(keys.opening(first.name, start + 3h - 1min));
  EXPECT_FALSE(keys.opening(first.name, start + 3h));
  EXPECT_FALSE(keys.opening({}, start + 3h));
}

}  // namespace
}  // namespace quorum::http
