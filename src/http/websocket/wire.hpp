#pragma once
/// What a client sends, for tests.

#include <string>
#include <string_view>

#include "http/websocket/frame.hpp"

namespace quorum::http::websocket::wire {

inline std::string frame(Opcode opcode, std::string_view payload, bool is_final = true) {
  std::string bytes;
  append_frame(bytes,
               {.opcode = opcode, .is_final = is_final, .mask = Mask{0x37, 0xFA, 0x21, 0x3D}},
               payload);
  return bytes;
}
inline std::string text(std::string_view payload) { return frame(Opcode::text, payload); }
inline std::string close(std::uint16_t code, std::string_view reason = {}) {
  return frame(Opcode::close, close_payload(code, reason));
}

}  // namespace quorum::http::websocket::wire
