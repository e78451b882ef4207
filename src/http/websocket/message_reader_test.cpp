#include "http/websocket/message_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "http/websocket/wire.hpp"

namespace quorum::http::websocket {
namespace {

using namespace std::string_literals;
using wire::frame;

constexpr ReaderLimits kLimits{.frame_bytes_max = 200'000, .message_bytes_max = 200'000};
constexpr bool kMore = false;

std::string shown(std::string_view payload) {
  if (payload.size() <= 40) return std::string(payload);
  return std::to_string(payload.size()) + " bytes";
}

std::string told(const Incoming& incoming) {
  if (const auto* const message = std::get_if<Message>(&incoming)) {
    return (message->kind == Message::Kind::text ? "text:" : "binary:") + shown(message->payload);
  }
  if (const auto* const ping = std::get_if<Ping>(&incoming)) return "ping:" + shown(ping->payload);
  if (const auto* const pong = std::get_if<Pong>(&incoming)) return "pong:" + shown(pong->payload);
  const auto& close = std::get<Close>(incoming);
  return "close:" + std::to_string(close.code) + shown(close.reason);
}

/// All that comes out of `pieces`, as words.
std::string read(const std::vector<std::string_view>& pieces, bool has_deflate,
                 ReaderLimits limits) {
  MessageReader reader(MessageReader::From::client, limits, has_deflate);
  std::string out;
  for (std::string_view piece : pieces) {
    while (!piece.empty()) {
      std::optional<Incoming> incoming;
      const auto taken = reader.push(piece, incoming);
      if (!taken) return out + "fault:" + std::to_string(taken.error().code);
      piece.remove_prefix(*taken);
      if (!incoming) continue;
      out += told(*incoming) + " ";
      if (std::holds_alternative<Close>(*incoming)) return out;
    }
  }
  return out;
}

struct Case {
  std::string name;
  std::string bytes;
  std::string expected;
};

void play(const std::vector<Case>& cases, bool has_deflate = false, ReaderLimits limits = kLimits) {
  for (const auto& [name, bytes, expected] : cases) {
    const std::string_view all = bytes;
    EXPECT_EQ(read({all}, has_deflate, limits), expected) << name;
    std::vector<std::string_view> single;
    for (std::size_t i = 0; i < all.size(); ++i) single.push_back(all.substr(i, 1));
    EXPECT_EQ(read(single, has_deflate, limits), expected) << name << ", a byte at a time";
    if (all.size() > 1000) continue;
    for (std::size_t cut = 1; cut < all.size(); ++cut) {
      EXPECT_EQ(read({all.substr(0, cut), all.substr(cut)}, has_deflate, limits), expected)
          << name << ", cut at byte " << cut;
    }
  }
}

// The numbers are those of the Autobahn test suite's cases.

TEST(MessageReader, TakesMessagesOfEverySize) {
  std::vector<Case> cases{{"1.1.1", wire::text(""), "text: "},
                          {"1.2.1", frame(Opcode::binary, ""), "binary: "}};
  for (const std::size_t size : {125U, 126U, 127U, 128U, 65535U, 65536U}) {
    const auto expected = std::to_string(size) + " bytes ";
    cases.push_back({"1.1", wire::text(std::string(size, '*')), "text:" + expected});
    cases.push_back(
        {"1.2", frame(Opcode::binary, std::string(size, '\xFE')), "binary:" + expected});
  }
  play(cases);
}

TEST(MessageReader, TakesPingsAndPongs) {
  std::string ten;
  for (int i = 0; i < 10; ++i) ten += frame(Opcode::ping, std::to_string(i));
  play({{"2.1", frame(Opcode::ping, ""), "ping: "},
        {"2.2", frame(Opcode::ping, "Hello, world!"), "ping:Hello, world! "},
        {"2.3", frame(Opcode::ping, "\0\xFF\xFE\xFD\xFC"s), "ping:\0\xFF\xFE\xFD\xFC "s},
        {"2.4", frame(Opcode::ping, std::string(125, '\xFE')), "ping:125 bytes "},
        {"2.5", frame(Opcode::ping, std::string(126, '\xFE')), "fault:1002"},
        {"2.7", frame(Opcode::pong, ""), "pong: "},
        {"2.8", frame(Opcode::pong, "unasked"), "pong:unasked "},
        {"2.9", frame(Opcode::pong, "unasked") + frame(Opcode::ping, "p"), "pong:unasked ping:p "},
        {"2.10", ten, "ping:0 ping:1 ping:2 ping:3 ping:4 ping:5 ping:6 ping:7 ping:8 ping:9 "}});
}

TEST(MessageReader, RefusesReservedBitsAndOpcodes) {
  std::vector<Case> cases;
  for (const int bits : {0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70}) {
    auto bytes = wire::text("x");
    bytes[0] = static_cast<char>(bytes[0] | bits);
    cases.push_back({"3." + std::to_string(bits), bytes, "fault:1002"});
    cases.push_back({"3, behind a good one", wire::text("good") + bytes, "text:good fault:1002"});
  }
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
    cases.push_back(
        {"4." + std::to_string(opcode), frame(static_cast<Opcode>(opcode), ""), "fault:1002"});
  }
  play(cases);
}

TEST(MessageReader, PutsFragmentsTogether) {
  const auto first = frame(Opcode::text, "frag1 ", kMore);
  const auto middle = frame(Opcode::continuation, "frag2 ", kMore);
  const auto last = frame(Opcode::continuation, "frag3");
  const auto ping = frame(Opcode::ping, "p");
  play({{"5.1", frame(Opcode::ping, "p", kMore) + frame(Opcode::continuation, "q"), "fault:1002"},
        {"5.2", frame(Opcode::pong, "p", kMore) + frame(Opcode::continuation, "q"), "fault:1002"},
        {"5.3", first + last, "text:frag1 frag3 "},
        {"5.6", first + ping + last, "ping:p text:frag1 frag3 "},
        {"5.9", last + wire::text("x"), "fault:1002"},
        {"5.12", middle + wire::text("x"), "fault:1002"},
        {"5.15", first + last + middle + wire::text("x"), "text:frag1 frag3 fault:1002"},
        {"5.18", first + frame(Opcode::text, "frag2"), "fault:1002"},
        {"5.18, binary", first + frame(Opcode::binary, "frag2"), "fault:1002"},
        {"5.19", first + middle + ping + middle + ping + last,
         "ping:p ping:p text:frag1 frag2 frag2 frag3 "},
        {"empty ones",
         frame(Opcode::text, "", kMore) + frame(Opcode::continuation, "", kMore) +
             frame(Opcode::continuation, ""),
         "text: "},
        {"a close inside", first + wire::close(1000), "close:1000 "}});
}

TEST(MessageReader, RefusesTextThatIsNotUtf8AtItsFirstWrongByte) {
  const auto greek = "\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5"s;
  const auto bad = greek + "\xED\xA0\x80" + "edited";
  auto fragments = ""s;
  for (std::size_t i = 0; i < greek.size(); ++i) {
    fragments += frame(i == 0 ? Opcode::text : Opcode::continuation, greek.substr(i, 1), kMore);
  }
  play(
      {{"6.1.2", frame(Opcode::text, "", kMore) + frame(Opcode::continuation, ""), "text: "},
       {"6.2.1", wire::text(greek), "text:" + greek + " "},
       {"6.2.3", fragments + frame(Opcode::continuation, ""), "text:" + greek + " "},
       {"6.3.1", wire::text(bad), "fault:1007"},
       // The rest of the message, and of the frame, has not come yet.
       {"6.4.1", frame(Opcode::text, greek, kMore) + frame(Opcode::continuation, "\xF4\x90", kMore),
        "fault:1007"},
       {"6.4.3", wire::text(bad).substr(0, 6 + 13), "fault:1007"},
       {"6.4.4, not yet", wire::text(bad).substr(0, 6 + 12), ""},
       {"half a character", wire::text("\xE2\x82"), "fault:1007"},
       {"half, then continued",
        frame(Opcode::text, "\xE2\x82", kMore) + frame(Opcode::continuation, "\xAC"), "text:€ "},
       {"binary may", frame(Opcode::binary, "\xED\xA0\x80"), "binary:\xED\xA0\x80 "}});
}

TEST(MessageReader, ReadsHowItIsClosed) {
  std::vector<Case> cases{
      {"7.1.1", wire::text("x") + wire::close(1000), "text:x close:1000 "},
      {"7.3.1", frame(Opcode::close, ""), "close:1005 "},
      {"7.3.2", frame(Opcode::close, "a"), "fault:1002"},
      {"7.3.3", frame(Opcode::close, "\x03\xE8"), "close:1000 "},
      {"7.3.4", frame(Opcode::close, "\x03\xE8Hello"), "close:1000Hello "},
      {"7.3.5", frame(Opcode::close, "\x03\xE8" + std::string(123, '*')), "close:1000123 bytes "},
      {"7.3.6", frame(Opcode::close, "\x03\xE8" + std::string(124, '*')), "fault:1002"},
      {"7.5.1", frame(Opcode::close, "\x03\xE8\xED\xA0\x80"), "fault:1007"},
      {"half a character", frame(Opcode::close, "\x03\xE8\xE2\x82"), "fault:1007"}};
  for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4999}) {
    cases.push_back({"7.7", wire::close(static_cast<std::uint16_t>(code)),
                     "close:" + std::to_string(code) + " "});
  }
  for (const int code : {0, 999, 1004, 1006, 1016, 1100, 2000, 2999, 5000, 65535}) {
    cases.push_back({"7.9", wire::close(static_cast<std::uint16_t>(code)), "fault:1002"});
  }
  cases.push_back({"7.9, 1005", frame(Opcode::close, "\x03\xED"), "fault:1002"});
  play(cases);
}

TEST(MessageReader, KeepsWithinItsLimits) {
  const ReaderLimits limits{.frame_bytes_max = 10, .message_bytes_max = 15};
  const auto ten = std::string(10, 'x');
  play({{"a frame", wire::text(ten), "text:xxxxxxxxxx "},
        {"too large a frame", wire::text(ten + "x"), "fault:1009"},
        {"told from its head", wire::text(ten + "x").substr(0, 6), "fault:1009"},
        {"two frames", frame(Opcode::text, ten, kMore) + frame(Opcode::continuation, "12345"),
         "text:xxxxxxxxxx12345 "},
        {"too large a message",
         frame(Opcode::text, ten, kMore) + frame(Opcode::continuation, "123456"), "fault:1009"},
        {"the next begins anew", wire::text(ten) + wire::text(ten),
         "text:xxxxxxxxxx text:xxxxxxxxxx "}},
       false, limits);
}

std::string compressed(std::string_view text, bool is_final = true) {
  std::string bytes;
  append_frame(bytes, {.is_final = is_final, .is_compressed = true, .mask = Mask{1, 2, 3, 4}},
               text);
  return bytes;
}

TEST(MessageReader, Decompresses) {
  const auto hello = "\xf2\x48\xcd\xc9\xc9\x07\x00"s;
  const auto rest = frame(Opcode::continuation, hello.substr(3));
  play({{"12.1", compressed(hello), "text:Hello "},
        {"plain all the same", wire::text("Hello") + compressed(hello), "text:Hello text:Hello "},
        {"in fragments", compressed(hello.substr(0, 3), kMore) + frame(Opcode::ping, "p") + rest,
         "ping:p text:Hello "},
        {"nothing", compressed("\0"s), "text: "},
        {"no deflate", compressed("\xFF\xFF\xFF\xFF"), "fault:1007"},
        {"not UTF-8", compressed(Deflate().compress("\xED\xA0\x80")), "fault:1007"},
        {"half a character", compressed(Deflate().compress("\xE2\x82")), "fault:1007"}},
       true);
}

TEST(MessageReader, ABombIsTooBigWhereItBursts) {
  const auto bomb = compressed(Deflate().compress(std::string(1 << 20, 'x')));
  EXPECT_LT(bomb.size(), 2000U);
  play({{"bomb", bomb, "fault:1009"}}, true);
}

TEST(MessageReader, OfTwoFaultsTheFirstCounts) {
  const ReaderLimits limits{.frame_bytes_max = 5000, .message_bytes_max = 5000};
  const std::string much(6000, 'x');
  const auto bytes = [](const std::string& text) { return compressed(Deflate().compress(text)); };
  play({{"too big, then not UTF-8", bytes(much + "\xFF"), "fault:1009"},
        {"not UTF-8, then too big", bytes("\xFF" + much), "fault:1007"},
        {"not UTF-8 at the bound", bytes(much.substr(0, 4999) + "\xFFy"), "fault:1007"},
        {"not UTF-8 just behind it", bytes(much.substr(0, 5000) + "\xFF"), "fault:1009"}},
       true, limits);
}

TEST(MessageReader, AServersFramesAreNotMasked) {
  MessageReader reader(MessageReader::From::server, kLimits, false);
  std::optional<Incoming> incoming;
  ASSERT_EQ(reader.push("\x81\x02hi\x89\0"s, incoming), 4U);
  EXPECT_EQ(std::get<Message>(*incoming).payload, "hi");
  EXPECT_FALSE(reader.push(wire::text("x"), incoming));
}

}  // namespace
}  // namespace quorum::http::websocket
