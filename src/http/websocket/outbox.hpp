#pragma once
/// What leaves over a WebSocket: whole frames, one after the other, whoever sends them.

#include <chrono>
#include <string>
#include <string_view>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "http/slice_writer.hpp"
#include "http/websocket/deflate.hpp"
#include "http/websocket/frame.hpp"

namespace quorum::http::websocket {

/// Any number of tasks of one loop may send; each waits while the other side reads too slowly.
class Outbox {
 public:
  /// `deflate` (nothing: messages go as they are) and the others outlive it.
  Outbox(async::Loop& loop, async::ByteStream& stream, std::chrono::milliseconds write_wait_max,
         const Deflate* deflate);

  /// A text message; it is UTF-8. Fails once the conversation is over.
  Task<Result<>> text(std::string message) { return send(Opcode::text, std::move(message)); }
  Task<Result<>> binary(std::string message) { return send(Opcode::binary, std::move(message)); }
  Task<Result<>> control(Opcode opcode, std::string payload);

  /// The last frame, after the one that is being written; nothing else is taken from now on.
  Task<Result<>> close(std::uint16_t code, std::string reason);

 private:
  /// One frame's turn. Where its task ends before it has left, half a frame is on the wire.
  class Turn;

  Task<Result<>> send(Opcode opcode, std::string message);
  Task<Result<>> write(FrameHead head, std::string payload);
  Task<> turn();

  SliceWriter writer_;
  std::chrono::milliseconds write_wait_max_;
  const Deflate* deflate_;
  async::Event free_;
  bool is_writing_ = false;
  bool is_torn_ = false;
  bool is_closed_ = false;
};

}  // namespace quorum::http::websocket
