#pragma once
/// Whether bytes that arrive in pieces are UTF-8 (RFC 3629). Pure.

#include <cstdint>
#include <string_view>

namespace quorum::http::websocket {

class Utf8Check {
 public:
  /// False from the first byte on with which nothing valid can begin: not only at a piece's end.
  bool push(std::string_view bytes);

  /// Whether the last character is whole.
  bool is_complete() const { return wanted_ == 0; }

 private:
  bool begin(std::uint8_t byte);

  int wanted_ = 0;               ///< Bytes of the present character that are still to come.
  std::uint8_t lowest_ = 0x80;   ///< The next of them is no less than this,
  std::uint8_t highest_ = 0xBF;  ///< and no more: neither overlong nor a surrogate.
};

}  // namespace quorum::http::websocket
