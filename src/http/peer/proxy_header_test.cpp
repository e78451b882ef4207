#include "http/peer/proxy_header.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace quorum::http {
namespace {

using namespace std::string_literals;

const std::string kSignature = "\r\n\r\n\0\r\nQUIT\n"s;
const std::string kFour = "\x01\x02\x03\x04\x05\x06\x07\x08\x1f\x90\x00\x50"s;
const std::string kSix =
    "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01"s + std::string(16, '\x02') + "\x1f\x90\x01\xbb"s;

std::string binary(char command, char family, const std::string& rest) {
  return kSignature + command + family + static_cast<char>(rest.size() >> 8) +
         static_cast<char>(rest.size() & 0xff) + rest;
}

/// `1.2.3.4:8080`, `-` where the connection's own counts, `more` or `!` and why not; the same
/// wherever the bytes are cut.
std::string read(const std::string& header) {
  std::string said;
  for (std::size_t cut = 0; cut <= header.size(); ++cut) {
    ProxyHeaderParser parser;
    std::string now = "more";
    for (const auto piece :
         {std::string_view(header).substr(0, cut), std::string_view(header).substr(cut)}) {
      if (parser.is_done()) break;
      const auto taken = parser.push(piece);
      if (!taken) now = "!" + std::string(taken.error());
      if (!taken) break;
      if (!parser.is_done()) EXPECT_EQ(*taken, piece.size());
    }
    if (parser.is_done()) {
      const auto& source = parser.source();
      now = source ? source->address.text_with(source->port) : "-";
    }
    if (cut > 0) EXPECT_EQ(now, said) << "cut at byte " << cut;
    said = now;
  }
  return said;
}

TEST(ProxyHeader, ReadsTheLineOfVersion1) {
  EXPECT_EQ(read("PROXY TCP4 1.2.3.4 5.6.7.8 8080 80\r\n"), "1.2.3.4:8080");
  EXPECT_EQ(read("PROXY TCP6 2001:db8::1 ::1 8080 443\r\n"), "[2001:db8::1]:8080");
  EXPECT_EQ(read("PROXY UNKNOWN\r\n"), "-");
  EXPECT_EQ(read("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"), "-");
  EXPECT_EQ(read("PROXY TCP4 1.2.3.4"), "more");
}

TEST(ProxyHeader, RefusesLinesThatAreNone) {
  for (const auto* line :
       {"PROXY TCP4 1.2.3.4 5.6.7.8 8080 80\n", "PROXY TCP4 1.2.3.4 5.6.7.8 8080\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 8080 80 \r\n", "PROXY TCP4 1.2.3.4 5.6.7.8 8080 80 1\r\n",
        "PROXY TCP4  1.2.3.4 5.6.7.8 8080 80\r\n", "PROXY TCP4 1.2.3 5.6.7.8 8080 80\r\n",
        "PROXY TCP4 ::1 ::1 8080 80\r\n", "PROXY TCP4 1.2.3.4 5.6.7.8 65536 80\r\n",
        "PROXY TCP4 1.2.3.4 5.6.7.8 08 80\r\n", "PROXY TCP4 1.2.3.4 5.6.7.8 -1 80\r\n",
        "PROXY UDP4 1.2.3.4 5.6.7.8 8080 80\r\n", "PROXY \r\n", "PROXY\r\n", "proxy TCP4 x\r\n",
        "GET / HTTP/1.1\r\n", "\x16\x03\x01"}) {
    EXPECT_TRUE(read(line).starts_with("!")) << line << read(line);
  }
  EXPECT_EQ(read("PROXY UNKNOWN " + std::string(120, 'x')), "!the line is too long");
}

TEST(ProxyHeader, ReadsTheBytesOfVersion2) {
  EXPECT_EQ(read(binary(0x21, 0x11, kFour)), "1.2.3.4:8080");
  EXPECT_EQ(read(binary(0x21, 0x21, kSix)), "[2001:db8::1]:8080");
  EXPECT_EQ(read(binary(0x21, 0x31, std::string(216, 'p'))), "-");
  EXPECT_EQ(read(binary(0x21, 0x00, "")), "-");
  EXPECT_EQ(read(binary(0x20, 0x00, "")), "-");
  EXPECT_EQ(read(binary(0x20, 0x11, "whatever")), "-");
  EXPECT_EQ(read(binary(0x21, 0x11, kFour + "\x04\x00\x02xy\x20\x00\x00"s)), "1.2.3.4:8080");
}

TEST(ProxyHeader, RefusesBytesThatAreNone) {
  EXPECT_EQ(read(binary(0x11, 0x11, kFour)), "!the version or the command is not known");
  EXPECT_EQ(read(binary(0x22, 0x11, kFour)), "!the version or the command is not known");
  EXPECT_EQ(read(binary(0x21, 0x12, kFour)), "!the family is not one of streams");
  EXPECT_EQ(read(binary(0x21, 0x11, kFour.substr(1))), "!the addresses are cut");
  EXPECT_EQ(read(binary(0x21, 0x21, kFour)), "!the addresses are cut");
  EXPECT_EQ(read(binary(0x21, 0x11, kFour + "\x04\x00\x05xy"s)),
            "!what follows the addresses is malformed");
  EXPECT_EQ(read(kSignature + "\x21\x11\xff\xff"s), "!the header is too large");
}

TEST(ProxyHeader, LeavesWhatFollowsAlone) {
  for (const auto& header :
       {"PROXY TCP4 1.2.3.4 5.6.7.8 8080 80\r\n"s, binary(0x21, 0x11, kFour)}) {
    ProxyHeaderParser parser;
    EXPECT_EQ(parser.push(header + "GET / HTTP/1.1\r\n"), header.size());
    EXPECT_TRUE(parser.is_done());
  }
}

}  // namespace
}  // namespace quorum::http
