#include "http/websocket/frame.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace quorum::http::websocket {
namespace {

constexpr std::size_t kControlBytesMax = 125;
constexpr std::uint8_t kFinal = 0x80;
constexpr std::uint8_t kCompressed = 0x40;
constexpr std::uint8_t kReserved = 0x30;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::uint8_t kLength16 = 126;
constexpr std::uint8_t kLength64 = 127;

std::unexpected<Fault> refused(std::string_view message) {
  return std::unexpected(Fault{.code = close_code::kProtocolError, .message = message});
}

bool is_known(std::uint8_t opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

}  // namespace

bool is_valid_close_code(std::uint16_t code) {
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
}

std::expected<std::size_t, Fault> FrameHeadParser::push(std::string_view bytes) {
  std::size_t taken = 0;
  while (!is_done_ && taken < bytes.size()) {
    const auto count = std::min(wanted() - size_, bytes.size() - taken);
    std::memcpy(bytes_.data() + size_, bytes.data() + taken, count);
    size_ += count;
    taken += count;
    // What is wrong with the first two bytes need not wait for the others.
    if (size_ >= 2 && size_ - count < 2) {
      if (auto first = take_first(); !first) return std::unexpected(first.error());
    }
    if (size_ < 2 || size_ < wanted()) continue;
    if (auto length = take_length(); !length) return std::unexpected(length.error());
    is_done_ = true;
  }
  return taken;
}

std::size_t FrameHeadParser::wanted() const {
  if (size_ < 2) return 2;
  const auto length = bytes_[1] & 0x7F;
  const std::size_t extended = length == kLength64 ? 8 : (length == kLength16 ? 2 : 0);
  return 2 + extended + (rules_.is_masked ? 4 : 0);
}

std::expected<void, Fault> FrameHeadParser::take_first() {
  const auto opcode = static_cast<std::uint8_t>(bytes_[0] & 0x0F);
  if (!is_known(opcode)) return refused("the frame's opcode is not known");
  head_.opcode = static_cast<Opcode>(opcode);
  head_.is_final = (bytes_[0] & kFinal) != 0;
  head_.is_compressed = (bytes_[0] & kCompressed) != 0;
  const bool may_compress = rules_.may_compress && (opcode == 1 || opcode == 2);
  if ((bytes_[0] & kReserved) != 0 || (head_.is_compressed && !may_compress)) {
    return refused("a reserved bit is set");
  }
  if (((bytes_[1] & kMasked) != 0) != rules_.is_masked) {
    return refused(rules_.is_masked ? "the frame is not masked" : "the frame is masked");
  }
  if (is_control(head_.opcode)) {
    if (!head_.is_final) return refused("a control frame is fragmented");
    if ((bytes_[1] & 0x7F) > kControlBytesMax) return refused("a control frame is too long");
  }
  return {};
}

std::expected<void, Fault> FrameHeadParser::take_length() {
  const std::uint8_t length = bytes_[1] & 0x7F;
  const std::size_t extended = length == kLength64 ? 8 : (length == kLength16 ? 2 : 0);
  std::uint64_t size = extended == 0 ? length : 0;
  for (std::size_t i = 0; i < extended; ++i) size = size << 8 | bytes_[2 + i];
  if (size >> 63 != 0) return refused("the frame's length is negative");
  const bool is_shortest = extended == 0 || (extended == 2 ? size >= kLength16 : size > 0xFFFF);
  if (!is_shortest) return refused("the frame's length is not spelt in the shortest way");
  head_.payload_bytes = size;
  if (rules_.is_masked) {
    Mask mask{};
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(2 + extended), 4, mask.begin());
    head_.mask = mask;
  }
  return {};
}

void FrameHeadParser::reset() {
  size_ = 0;
  head_ = {};
  is_done_ = false;
}

void apply_mask(std::span<char> bytes, Mask mask, std::uint64_t offset) {
  std::array<std::uint8_t, 8> wide{};
  for (std::size_t i = 0; i < wide.size(); ++i) wide[i] = mask[(offset + i) % 4];
  std::uint64_t pattern = 0;
  std::memcpy(&pattern, wide.data(), sizeof pattern);
  std::size_t i = 0;
  for (; i + sizeof pattern <= bytes.size(); i += sizeof pattern) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    word ^= pattern;
    std::memcpy(bytes.data() + i, &word, sizeof word);
  }
  for (; i < bytes.size(); ++i) bytes[i] = static_cast<char>(bytes[i] ^ wide[i % 4]);
}

void append_frame_head(std::string& out, const FrameHead& head) {
  out += static_cast<char>((head.is_final ? kFinal : 0) | (head.is_compressed ? kCompressed : 0) |
                           std::to_underlying(head.opcode));
  const auto size = head.payload_bytes;
  const std::uint8_t masked = head.mask ? kMasked : 0;
  int shift = -8;
  if (size < kLength16) {
    out += static_cast<char>(masked | size);
  } else if (size <= 0xFFFF) {
    out += static_cast<char>(masked | kLength16);
    shift = 8;
  } else {
    out += static_cast<char>(masked | kLength64);
    shift = 56;
  }
  for (; shift >= 0; shift -= 8) out += static_cast<char>(size >> shift & 0xFF);
  if (!head.mask) return;
  for (const auto byte : *head.mask) out += static_cast<char>(byte);
}

void append_frame(std::string& out, FrameHead head, std::string_view payload) {
  head.payload_bytes = payload.size();
  append_frame_head(out, head);
  const auto begin = out.size();
  out += payload;
  if (head.mask) apply_mask(std::span(out).subspan(begin), *head.mask, 0);
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  if (code == close_code::kNone) return {};
  if (reason.size() > kControlBytesMax - 2) {
    std::size_t end = kControlBytesMax - 2;
    while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xC0) == 0x80) --end;
    reason = reason.substr(0, end);
  }
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  return payload += reason;
}

}  // namespace quorum::http::websocket
