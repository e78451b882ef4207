#pragma once
/// Messages compressed one by one (RFC 7692, permessage-deflate without context takeover). Pure.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace quorum::http::websocket {

/// Both ways of one connection. Nothing is carried from one message to the next, so that an idle
/// connection holds no window.
class Deflate {
 public:
  /// `window_bits` (9 to 15) bounds what we compress with, as the other side may have asked.
  explicit Deflate(int window_bits = 15);
  Deflate(Deflate&&) noexcept;
  Deflate& operator=(Deflate&&) noexcept;
  ~Deflate();

  /// A whole message as it goes on the wire.
  std::string compress(std::string_view message) const;

  enum class Inflated : unsigned char { fine, broken, too_big };

  /// Appends to `out` what `bytes`, the next piece of a message, stand for. `out` never grows
  /// beyond `bytes_max`, whatever the piece would become: of too much it gets what has room.
  Inflated inflate(std::string_view bytes, std::string& out, std::size_t bytes_max);

  /// After a message's last piece. What follows belongs to the next one.
  Inflated finish(std::string& out, std::size_t bytes_max);

 private:
  struct Stream;
  int window_bits_;
  std::unique_ptr<Stream> inflating_;  ///< Only inside a message.
};

}  // namespace quorum::http::websocket
