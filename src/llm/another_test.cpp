#include "llm/another.hpp"

#include <gtest/gtest.h>

namespace quorum::llm {
namespace {

TEST(Another, MayDoWhatOneCouldNot) {
  for (const auto code : {Errc::unavailable, Errc::rate_limited, Errc::upstream_failed,
                          Errc::unauthenticated, Errc::not_found, Errc::deadline_exceeded}) {
    EXPECT_TRUE(may_another({.code = code}));
  }
}

TEST(Another, CannotMendWhatTheCallerMust) {
  for (const auto code :
       {Errc::invalid_request, Errc::too_large, Errc::cancelled, Errc::internal}) {
    EXPECT_FALSE(may_another({.code = code}));
  }
}

}  // namespace
}  // namespace quorum::llm
