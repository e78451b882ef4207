#include "http/websocket/frame.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::http::websocket {
namespace {

using namespace std::string_literals;

/// A head as a client's parser reads it: `text final 5`, or the fault; `…` where it is not whole.
std::string read(std::string_view bytes, FrameHeadParser::Rules rules, std::size_t cut) {
  FrameHeadParser parser(rules);
  std::size_t total = 0;
  for (const auto piece : {bytes.substr(0, cut), bytes.substr(cut)}) {
    const auto taken = parser.push(piece);
    if (!taken)
      return std::to_string(taken.error().code) + " " + std::string(taken.error().message);
    total += *taken;
  }
  if (!parser.is_done()) return "…";
  const auto& head = parser.head();
  return std::to_string(static_cast<int>(head.opcode)) + (head.is_final ? " final " : " more ") +
         (head.is_compressed ? "compressed " : "") + std::to_string(head.payload_bytes) + " of " +
         std::to_string(total);
}

void expect_reads(const std::string& bytes, const std::string& expected,
                  FrameHeadParser::Rules rules = {}) {
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    EXPECT_EQ(read(bytes, rules, cut), expected) << "cut at byte " << cut;
  }
}

TEST(FrameHead, IsReadInWhateverPieces) {
  expect_reads("\x81\x85mask-and-more"s, "1 final 5 of 6");
  expect_reads("\x02\xFE\x01\x00mask"s, "2 more 256 of 8");
  expect_reads("\x82\xFF\0\0\0\0\0\x01\0\0mask"s, "2 final 65536 of 14");
  expect_reads("\x00\x80mask"s, "0 more 0 of 6");
  expect_reads("\x89\xFDmask"s, "9 final 125 of 6");
  expect_reads("\x81\x05Hello"s, "1 final 5 of 2", {.is_masked = false});
  expect_reads("\xC1\x85mask"s, "1 final compressed 5 of 6", {.may_compress = true});
}

TEST(FrameHead, RefusesWhatTheRfcForbids) {
  expect_reads("\xC1\x85mask"s, "1002 a reserved bit is set");
  expect_reads("\xA1\x85mask"s, "1002 a reserved bit is set");
  expect_reads("\x91\x85mask"s, "1002 a reserved bit is set", {.may_compress = true});
  expect_reads("\xC0\x85mask"s, "1002 a reserved bit is set", {.may_compress = true});
  expect_reads("\xC9\x85mask"s, "1002 a reserved bit is set", {.may_compress = true});
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
    expect_reads(std::string{static_cast<char>(0x80 | opcode), '\x80'} + "mask",
                 "1002 the frame's opcode is not known");
  }
  expect_reads("\x81\x05Hello"s, "1002 the frame is not masked");
  expect_reads("\x81\x85mask"s, "1002 the frame is masked", {.is_masked = false});
  expect_reads("\x09\x80mask"s, "1002 a control frame is fragmented");
  expect_reads("\x89\xFE\0\x7Emask"s, "1002 a control frame is too long");
  expect_reads("\x82\xFF\x80\0\0\0\0\0\0\0mask"s, "1002 the frame's length is negative");
  const auto longwinded = "1002 the frame's length is not spelt in the shortest way";
  expect_reads("\x82\xFE\0\x7Dmask"s, longwinded);
  expect_reads("\x82\xFF\0\0\0\0\0\0\xFF\xFFmask"s, longwinded);
}

TEST(Frame, IsWrittenAsItIsRead) {
  const auto written = [](FrameHead head, std::string_view payload) {
    std::string bytes;
    append_frame(bytes, head, payload);
    return bytes;
  };
  // The examples of RFC 6455, 5.7.
  EXPECT_EQ(written({}, "Hello"), "\x81\x05Hello");
  EXPECT_EQ(written({.mask = Mask{0x37, 0xFA, 0x21, 0x3D}}, "Hello"),
            "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
  EXPECT_EQ(written({.is_final = false}, "Hel"), "\x01\x03Hel");
  EXPECT_EQ(written({.opcode = Opcode::continuation}, "lo"), "\x80\x02lo"s);
  EXPECT_EQ(written({.opcode = Opcode::ping}, "Hello"), "\x89\x05Hello");
  EXPECT_EQ(written({.opcode = Opcode::binary}, std::string(256, 'x')).substr(0, 4),
            "\x82\x7E\x01\x00"s);
  EXPECT_EQ(written({.opcode = Opcode::binary}, std::string(65536, 'x')).substr(0, 10),
            "\x82\x7F\0\0\0\0\0\x01\0\0"s);
  EXPECT_EQ(written({.opcode = Opcode::binary}, std::string(125, 'x')).substr(0, 2), "\x82\x7D");
  EXPECT_EQ(written({.opcode = Opcode::binary}, std::string(126, 'x')).substr(0, 4),
            "\x82\x7E\0\x7E"s);
  EXPECT_EQ(written({.opcode = Opcode::binary}, std::string(65535, 'x')).substr(0, 4),
            "\x82\x7E\xFF\xFF");
}

TEST(Mask, IsTheSameInWhateverPieces) {
  const Mask mask{1, 2, 3, 4};
  const std::string plain = "The quick brown fox jumps over it";
  auto whole = plain;
  apply_mask(whole, mask, 0);
  EXPECT_EQ(whole.substr(0, 5), "Ujf$p");
  for (std::size_t cut = 0; cut <= plain.size(); ++cut) {
    auto front = plain.substr(0, cut);
    auto back = plain.substr(cut);
    apply_mask(front, mask, 0);
    apply_mask(back, mask, cut);
    EXPECT_EQ(front + back, whole) << "cut at byte " << cut;
  }
}

TEST(CloseCode, MayBeSentOrNot) {
  for (const int code : {1000, 1001, 1002, 1003, 1007, 1011, 1012, 1013, 1014, 3000, 3999, 4999}) {
    EXPECT_TRUE(is_valid_close_code(static_cast<std::uint16_t>(code))) << code;
  }
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    EXPECT_FALSE(is_valid_close_code(static_cast<std::uint16_t>(code))) << code;
  }
}

TEST(ClosePayload, IsCutBetweenCharacters) {
  EXPECT_EQ(close_payload(1000, "bye"),
            "\x03\xE8"
            "bye");
  EXPECT_EQ(close_payload(close_code::kNone, "x"), "");
  EXPECT_EQ(close_payload(1000, std::string(200, 'x')).size(), 125U);
  const auto cut = close_payload(1000, std::string(122, 'x') + "é");
  EXPECT_EQ(cut, "\x03\xE8" + std::string(122, 'x'));
}

}  // namespace
}  // namespace quorum::http::websocket
