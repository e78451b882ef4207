#include "http/coding/negotiation.hpp"

#include <gtest/gtest.h>

namespace quorum::http {
namespace {

TEST(Negotiation, GivesGzipToWhoeverWantsIt) {
  for (const auto* asked :
       {"gzip", "GZIP", "x-gzip", "br, gzip", "gzip, deflate, br, zstd", "gzip;q=0.5",
        "gzip ; q=1.0", "*", "*;q=0.1", "identity;q=0, gzip;q=0.001", "identity;q=0.5, gzip;q=0.5",
        "gzip;q=1.000", "identity;q=0, *", "br;q=1, gzip;q=0.1"}) {
    EXPECT_TRUE(wants_gzip(asked)) << asked;
  }
}

TEST(Negotiation, GivesItToNobodyElse) {
  for (const auto* asked :
       {"", "identity", "br", "deflate", "gzip;q=0", "gzip;q=0.000", "*;q=0", "gzip;q=0, *",
        "identity, gzip;q=0.5", "gzip;q=", "gzip;q=2", "gzip;q=-1", "gzip;q=0.0001", "gzip;q=x",
        "gzipped", "gzi p", ",", ";", "gzip;q=1.1"}) {
    EXPECT_FALSE(wants_gzip(asked)) << asked;
  }
}

TEST(Negotiation, KnowsWhatGetsSmaller) {
  for (const auto* type : {"application/json", "Application/JSON; charset=utf-8", "text/html",
                           "text/plain;x=y", "application/problem+json", "image/svg+xml"}) {
    EXPECT_TRUE(is_compressible(type)) << type;
  }
  for (const auto* type : {"", "text/event-stream", "text/event-stream; charset=utf-8", "image/png",
                           "application/octet-stream", "audio/mpeg"}) {
    EXPECT_FALSE(is_compressible(type)) << type;
  }
}

TEST(Negotiation, KnowsOneCodingAtATime) {
  EXPECT_EQ(coding_of(" GZip "), Coding::gzip);
  EXPECT_EQ(coding_of("x-gzip"), Coding::gzip);
  EXPECT_EQ(coding_of("deflate"), Coding::deflate);
  EXPECT_EQ(coding_of(""), Coding::identity);
  EXPECT_EQ(coding_of("identity"), Coding::identity);
  for (const auto* name : {"br", "zstd", "gzip, gzip", "gzip;q=1", "gzip gzip"}) {
    EXPECT_EQ(coding_of(name), Coding::unknown) << name;
  }
}

}  // namespace
}  // namespace quorum::http
