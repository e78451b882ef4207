#pragma once
/// WebSocket frames as bytes (RFC 6455, section 5). Pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace quorum::http::websocket {

enum class Opcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10,
};

constexpr bool is_control(Opcode opcode) { return opcode >= Opcode::close; }

/// Why a connection ends, as its close frame says (section 7.4).
namespace close_code {
inline constexpr std::uint16_t kNormal = 1000;
inline constexpr std::uint16_t kGoingAway = 1001;
inline constexpr std::uint16_t kProtocolError = 1002;
inline constexpr std::uint16_t kUnsupportedData = 1003;
inline constexpr std::uint16_t kNone = 1005;  ///< The other side gave none. Never sent.
inline constexpr std::uint16_t kInvalidData = 1007;
inline constexpr std::uint16_t kPolicy = 1008;
inline constexpr std::uint16_t kTooBig = 1009;
inline constexpr std::uint16_t kInternal = 1011;
}  // namespace close_code

/// Whether the other side may send it.
bool is_valid_close_code(std::uint16_t code);

/// What the other side did wrong; both go into the close frame.
struct Fault {
  std::uint16_t code = close_code::kProtocolError;
  std::string_view message;  ///< A literal.
};

using Mask = std::array<std::uint8_t, 4>;

struct FrameHead {
  Opcode opcode = Opcode::text;
  bool is_final = true;
  bool is_compressed = false;  ///< RSV1, as permessage-deflate has it.
  std::optional<Mask> mask{};
  std::uint64_t payload_bytes = 0;
};

/// Reads one head at a time, in whatever pieces it arrives.
class FrameHeadParser {
 public:
  struct Rules {
    bool is_masked = true;      ///< What clients send must be, what servers send must not.
    bool may_compress = false;  ///< Whether permessage-deflate was agreed on.
  };
  explicit FrameHeadParser(Rules rules) : rules_(rules) {}

  /// Takes from `bytes` what belongs to the head and says how much that was: all, unless done.
  std::expected<std::size_t, Fault> push(std::string_view bytes);

  bool is_done() const { return is_done_; }
  bool has_begun() const { return size_ > 0; }
  const FrameHead& head() const { return head_; }
  void reset();

 private:
  std::expected<void, Fault> take_first();
  std::expected<void, Fault> take_length();
  std::size_t wanted() const;

  Rules rules_;
  std::array<std::uint8_t, 14> bytes_{};
  std::size_t size_ = 0;
  FrameHead head_{};
  bool is_done_ = false;
};

/// Applies `mask` to a payload's bytes from its byte `offset` on; twice is none.
void apply_mask(std::span<char> bytes, Mask mask, std::uint64_t offset);

void append_frame_head(std::string& out, const FrameHead& head);

/// A whole frame, masked where `head` has a mask. `payload_bytes` is the payload's own.
void append_frame(std::string& out, FrameHead head, std::string_view payload);

/// The payload of a close frame; a reason that is too long is cut, between two characters.
std::string close_payload(std::uint16_t code, std::string_view reason);

}  // namespace quorum::http::websocket
