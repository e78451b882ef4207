#pragma once
/// How a request becomes a WebSocket (RFC 6455, section 4; RFC 7692, section 7). Pure.

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace quorum::http::websocket {

enum class Compression : std::uint8_t { off, offered };

struct HandshakeOptions {
  std::span<const std::string_view> protocols{};  ///< Subprotocols spoken, the best first.
  Compression compression = Compression::off;
};

struct Handshake {
  ResponseHead head{};     ///< 101 and its fields, but for `Connection`.
  std::string protocol{};  ///< Agreed on, or nothing.
  bool has_deflate = false;
  int window_bits = 15;  ///< Of what we compress.
};

/// The answer that a request may not become one.
struct NoHandshake {
  int status = 400;
  std::string_view message;
};

std::expected<Handshake, NoHandshake> shake_hands(const RequestHead& request,
                                                  HandshakeOptions options = {});

/// What proves that the server has read the client's `Sec-WebSocket-Key`.
std::string accept_value(std::string_view key);

}  // namespace quorum::http::websocket
