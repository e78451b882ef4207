// A WebSocket means the same wherever its bytes are cut, keeps its limits, and no text of it is
// anything but UTF-8; what we write comes back as it was.

#include <optional>
#include <string>
#include <variant>

#include "fuzz.hpp"
#include "http/websocket/message_reader.hpp"

namespace {

using namespace quorum;
namespace websocket = http::websocket;

constexpr std::size_t kMessageMax = 5000;

/// Everything that came out, in words that tell each thing from each other.
class Told {
 public:
  explicit Told(bool has_deflate)
      : reader_(websocket::MessageReader::From::client,
                {.frame_bytes_max = kMessageMax, .message_bytes_max = kMessageMax}, has_deflate) {}

  /// False once nothing may follow.
  bool push(std::string_view bytes) {
    while (!bytes.empty()) {
      std::optional<websocket::Incoming> incoming;
      const auto taken = reader_.push(bytes, incoming);
      if (!taken) {
        text += "fault " + std::to_string(taken.error().code);
        return false;
      }
      fuzz::require(*taken <= bytes.size() && (incoming || *taken == bytes.size()));
      bytes.remove_prefix(*taken);
      if (incoming && !note(*incoming)) return false;
    }
    return true;
  }
  std::string text;

 private:
  bool note(const websocket::Incoming& incoming) {
    text += std::to_string(incoming.index()) + ":";
    if (const auto* const message = std::get_if<websocket::Message>(&incoming)) {
      fuzz::require(message->payload.size() <= kMessageMax);
      if (message->kind == websocket::Message::Kind::text) {
        websocket::Utf8Check check;
        fuzz::require(check.push(message->payload) && check.is_complete());
      }
      text += message->payload;
    } else if (const auto* const ping = std::get_if<websocket::Ping>(&incoming)) {
      fuzz::require(ping->payload.size() <= 125);
      text += ping->payload;
    }
    return !std::holds_alternative<websocket::Close>(incoming);
  }

  websocket::MessageReader reader_;
};

void undo_our_own(std::string_view payload, std::uint8_t seed) {
  if (payload.size() > kMessageMax) return;
  std::string bytes;
  const bool is_compressed = (seed & 1) != 0;
  const auto coded = is_compressed ? websocket::Deflate().compress(payload) : std::string(payload);
  websocket::append_frame(bytes,
                          {.opcode = websocket::Opcode::binary,
                           .is_compressed = is_compressed,
                           .mask = websocket::Mask{seed, 2, 3, 4}},
                          coded);
  if (coded.size() > kMessageMax) return;
  Told told(true);
  fuzz::require(told.push(bytes) && told.text == "0:" + std::string(payload));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto text = fuzz::text_of(data + 1, size - 1);
  undo_our_own(text, data[0]);
  const bool has_deflate = (data[0] & 2) != 0;
  Told whole(has_deflate);
  whole.push(text);
  Told cut(has_deflate);
  fuzz::in_pieces(text, data[0], [&](std::string_view piece) { return cut.push(piece); });
  fuzz::require(cut.text == whole.text);
  return 0;
}
