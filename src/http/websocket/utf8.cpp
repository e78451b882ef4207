#include "http/websocket/utf8.hpp"

#include <cstddef>
#include <cstring>

namespace quorum::http::websocket {
namespace {

/// How many bytes at the front are ASCII, in steps of eight.
std::size_t ascii_size(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  std::size_t size = 0;
  while (size + 8 <= bytes.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + size, sizeof word);
    if ((word & kHighBits) != 0) break;
    size += 8;
  }
  return size;
}

}  // namespace

bool Utf8Check::push(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (wanted_ == 0) at += ascii_size(bytes.substr(at));
    if (at == bytes.size()) break;
    const auto byte = static_cast<std::uint8_t>(bytes[at++]);
    if (wanted_ == 0) {
      if (!begin(byte)) return false;
      continue;
    }
    if (byte < lowest_ || byte > highest_) return false;
    lowest_ = 0x80;
    highest_ = 0xBF;
    --wanted_;
  }
  return true;
}

bool Utf8Check::begin(std::uint8_t byte) {
  if (byte < 0x80) return true;
  if (byte < 0xC2 || byte > 0xF4) return false;
  wanted_ = byte < 0xE0 ? 1 : (byte < 0xF0 ? 2 : 3);
  if (byte == 0xE0) lowest_ = 0xA0;
  if (byte == 0xED) highest_ = 0x9F;
  if (byte == 0xF0) lowest_ = 0x90;
  if (byte == 0xF4) highest_ = 0x8F;
  return true;
}

}  // namespace quorum::http::websocket
