#include "sse/aws_frames.hpp"

#include <gtest/gtest.h>

namespace quorum::sse {
namespace {

using Events = std::vector<Event>;

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16));
  }
  return bytes;
}

std::string framed(const AwsHeaders& headers, std::string_view payload) {
  std::string out;
  append_aws_frame(out, headers, payload);
  return out;
}

std::string event(std::string_view name, std::string_view payload) {
  std::string out;
  append_aws_event(out, name, payload);
  return out;
}

/// A frame whose lengths and headers are what they are, with the checksums that fit.
std::string frame_of(std::uint32_t size, std::uint32_t headers_size, std::string_view rest) {
  const auto number = [](std::uint32_t value) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFFU);
    return out;
  };
  auto frame = number(size) + number(headers_size);
  frame += number(crc32(frame));
  frame += rest;
  return frame + number(crc32(frame));
}

Result<Events> read(const std::vector<std::string_view>& pieces, std::size_t max = 1 << 20) {
  AwsFrames frames{max};
  Events events;
  for (const auto piece : pieces) {
    if (auto pushed = frames.push(piece, events); !pushed) return pushed.error();
  }
  EXPECT_FALSE(frames.is_inside_frame());
  return events;
}

TEST(AwsFrames, TheChecksumIsGzips) {
  EXPECT_EQ(crc32("123456789"), 0xCBF43926U);
  EXPECT_EQ(crc32(""), 0U);
}

// The two vectors that Amazon's own libraries test themselves with (awslabs/aws-c-event-stream).
TEST(AwsFrames, FramesAreThoseOfAmazonsLibraries) {
  EXPECT_EQ(framed({}, ""), bytes_of("000000100000000005c248eb7d98c8ff"));
  EXPECT_EQ(framed({}, "{'foo':'bar'}"),
            bytes_of("0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936"));
  EXPECT_EQ(framed({{"content-type", "application/json"}}, "{'foo':'bar'}"),
            bytes_of("0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174"
                     "696f6e2f6a736f6e7b27666f6f273a27626172277d8d9c08b1"));
}

TEST(AwsFrames, EventsComeOutWhateverTheCut) {
  const auto stream = event("messageStart", R"({"role":"assistant"})") + event("a", "") +
                      framed({{":message-type", "exception"},
                              {":exception-type", "throttlingException"},
                              {":content-type", "application/json"}},
                             R"({"message":"slow"})") +
                      framed({{":message-type", "error"},
                              {":error-code", "InternalError"},
                              {":error-message", "gone"}},
                             "");
  const Events expected{{.name = "messageStart", .data = R"({"role":"assistant"})"},
                        {.name = "a"},
                        {.name = "throttlingException", .data = R"({"message":"slow"})"},
                        {.name = "error", .data = "gone"}};
  const std::string_view view = stream;
  std::vector<std::string_view> bytes;
  for (std::size_t i = 0; i < view.size(); ++i) {
    ASSERT_EQ(*read({view.substr(0, i), view.substr(i)}), expected) << "cut at " << i;
    bytes.push_back(view.substr(i, 1));
  }
  EXPECT_EQ(*read(bytes), expected);
}

TEST(AwsFrames, ACutFrameIsKnown) {
  const auto stream = event("a", "{}");
  for (std::size_t i = 1; i < stream.size(); ++i) {
    AwsFrames frames{1 << 20};
    Events events;
    ASSERT_TRUE(frames.push(std::string_view{stream}.substr(0, i), events));
    EXPECT_TRUE(events.empty());
    EXPECT_TRUE(frames.is_inside_frame());
  }
}

TEST(AwsFrames, NoByteCanChangeUnseen) {
  const auto stream = event("a", R"({"text":"hello"})");
  for (std::size_t i = 0; i < stream.size(); ++i) {
    auto damaged = stream;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    AwsFrames frames{1 << 20};
    Events events;
    const auto pushed = frames.push(damaged, events);
    ASSERT_FALSE(pushed) << "byte " << i;
    EXPECT_EQ(pushed.error().code, Errc::upstream_failed);
    EXPECT_TRUE(events.empty());
  }
}

TEST(AwsFrames, ADamagedLengthIsSeenAtOnce) {
  auto stream = event("a", "{}");
  stream[0] = 0x7F;
  AwsFrames frames{1 << 20};
  Events events;
  EXPECT_TRUE(frames.push(std::string_view{stream}.substr(0, 11), events));
  EXPECT_FALSE(frames.push(std::string_view{stream}.substr(11, 1), events));
}

TEST(AwsFrames, LengthsMustAddUp) {
  EXPECT_FALSE(read({frame_of(15, 0, "")}));
  EXPECT_FALSE(read({frame_of(0, 0, "")}));
  EXPECT_FALSE(read({frame_of(16, 1, "")}));
  EXPECT_FALSE(read({frame_of(16, 0xFFFFFFFFU, "")}));
  EXPECT_FALSE(read({frame_of(0xFFFFFFFFU, 0, "")}));
  EXPECT_FALSE(read({frame_of(300'000, 200'000, "")}));
}

TEST(AwsFrames, AFrameHasALimit) {
  const auto stream = event("a", std::string(100, 'x'));
  EXPECT_TRUE(read({stream}, stream.size()));
  EXPECT_FALSE(read({stream}, stream.size() - 1));
}

Result<Events> read_headers(std::string_view headers) {
  const auto size = static_cast<std::uint32_t>(headers.size());
  return read({frame_of(16 + size, size, headers)});
}

std::string text_header(std::string_view name, std::string_view value) {
  std::string out;
  out += static_cast<char>(name.size());
  out.append(name) += '\x07';
  out += '\0';
  out += static_cast<char>(value.size());
  return out.append(value);
}

TEST(AwsFrames, HeadersOfEveryTypeArePassedOver) {
  using namespace std::string_literals;
  const auto known = text_header(":message-type", "event") + text_header(":event-type", "a");
  const auto others = "\1t\0"s + "\1f\1"s + "\1b\2x"s + "\1s\3xx"s + "\1i\4xxxx"s +
                      "\1l\5xxxxxxxx"s + "\1y\6\0\2xx"s + "\1T\10xxxxxxxx"s +
                      "\1u\11xxxxxxxxxxxxxxxx"s;
  const auto events = read_headers(others + known);
  ASSERT_TRUE(events) << events.error().detail;
  EXPECT_EQ(events->front().name, "a");
}

TEST(AwsFrames, HeadersMustBeSound) {
  using namespace std::string_literals;
  EXPECT_FALSE(read_headers("\5abc"s));       // A name that ends too early.
  EXPECT_FALSE(read_headers("\0\7\0\0"s));    // No name.
  EXPECT_FALSE(read_headers("\1a"s));         // No type.
  EXPECT_FALSE(read_headers("\1a\12"s));      // No known type.
  EXPECT_FALSE(read_headers("\1a\7\0\5x"s));  // A value that ends too early.
  EXPECT_FALSE(read_headers("\1a\4xx"s));     // The same of a number.
  EXPECT_FALSE(read_headers(""));             // No kind.
  EXPECT_FALSE(read_headers(text_header(":message-type", "news")));
  EXPECT_FALSE(read_headers(text_header(":message-type", "event")));  // No type.
}

}  // namespace
}  // namespace quorum::sse
