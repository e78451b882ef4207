#pragma once
/// From bytes to messages and control frames (RFC 6455), within limits. Pure.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "http/websocket/deflate.hpp"
#include "http/websocket/frame.hpp"
#include "http/websocket/utf8.hpp"

namespace quorum::http::websocket {

struct Message {
  enum class Kind : std::uint8_t { text, binary };
  Kind kind = Kind::text;
  std::string payload{};  ///< Of a text, valid UTF-8.

  bool operator==(const Message&) const = default;
};
struct Ping {
  std::string payload;
  bool operator==(const Ping&) const = default;
};
struct Pong {
  std::string payload;
  bool operator==(const Pong&) const = default;
};
struct Close {
  std::uint16_t code = close_code::kNone;
  std::string reason;
  bool operator==(const Close&) const = default;
};
using Incoming = std::variant<Message, Ping, Pong, Close>;

struct ReaderLimits {
  std::size_t frame_bytes_max = 1 << 20;
  std::size_t message_bytes_max = 1 << 20;  ///< Of all its frames, and decompressed.
};

class MessageReader {
 public:
  enum class From : std::uint8_t { client, server };

  /// `has_deflate` where permessage-deflate was agreed on.
  MessageReader(From from, ReaderLimits limits, bool has_deflate);

  /// Takes bytes up to the end of the next message or control frame, which is then in `incoming`,
  /// and says how many that were: all of them, unless something is in it. Nothing is to be pushed
  /// after a fault or a `Close`.
  std::expected<std::size_t, Fault> push(std::string_view bytes, std::optional<Incoming>& incoming);

 private:
  std::expected<void, Fault> begin_frame();
  std::expected<std::size_t, Fault> take_payload(std::string_view bytes);
  std::expected<void, Fault> take_data(std::string_view bytes);
  std::expected<void, Fault> check_data(Deflate::Inflated done, std::size_t from);
  std::expected<void, Fault> end_frame(std::optional<Incoming>& incoming);
  std::expected<Incoming, Fault> take_control();
  std::expected<Incoming, Fault> take_message();
  std::expected<void, Fault> check_text(std::size_t from);

  ReaderLimits limits_;
  FrameHeadParser frame_;
  std::optional<Deflate> deflate_;
  std::uint64_t payload_taken_ = 0;  ///< Of the present frame.
  std::string control_;
  std::string unmasked_;            ///< The present piece, where it is not appended in place.
  std::optional<Message> message_;  ///< Whose frames are arriving.
  bool is_compressed_ = false;
  Utf8Check utf8_;
};

}  // namespace quorum::http::websocket
