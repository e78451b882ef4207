#include "http/websocket/outbox.hpp"

#include <cstddef>
#include <utility>

#include "core/try.hpp"

namespace quorum::http::websocket {
namespace {

// Shorter messages do not become shorter still.
constexpr std::size_t kCompressedBytesMin = 64;

Error is_over() { return {.code = Errc::cancelled, .message = "The WebSocket is being closed."}; }

}  // namespace

class Outbox::Turn {
 public:
  explicit Turn(Outbox& outbox) : outbox_(outbox) {
    outbox_.is_writing_ = true;
    outbox_.free_.reset();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    outbox_.is_torn_ |= !is_done;
    outbox_.is_writing_ = false;
    outbox_.free_.set();
  }
  bool is_done = false;

 private:
  Outbox& outbox_;
};

Outbox::Outbox(async::Loop& loop, async::ByteStream& stream,
               std::chrono::milliseconds write_wait_max, const Deflate* deflate)
    : writer_(loop, stream), write_wait_max_(write_wait_max), deflate_(deflate), free_(loop) {
  free_.set();
}

Task<Result<>> Outbox::send(Opcode opcode, std::string message) {
  co_await turn();
  if (is_closed_) co_return is_over();
  FrameHead head{.opcode = opcode};
  if (deflate_ != nullptr && message.size() >= kCompressedBytesMin) {
    head.is_compressed = true;
    message = deflate_->compress(message);
  }
  co_return co_await write(head, std::move(message));
}

Task<Result<>> Outbox::control(Opcode opcode, std::string payload) {
  co_await turn();
  if (is_closed_) co_return is_over();
  co_return co_await write({.opcode = opcode}, std::move(payload));
}

Task<Result<>> Outbox::close(std::uint16_t code, std::string reason) {
  is_closed_ = true;
  co_await turn();
  co_return co_await write({.opcode = Opcode::close}, close_payload(code, reason));
}

Task<> Outbox::turn() {
  while (is_writing_) co_await free_.wait();
}

Task<Result<>> Outbox::write(FrameHead head, std::string payload) {
  if (is_torn_) co_return is_over();
  Turn turn(*this);
  std::string text;
  head.payload_bytes = payload.size();
  append_frame_head(text, head);
  auto written = co_await writer_.write({text, payload}, write_wait_max_);
  turn.is_done = written.has_value();
  co_return written;
}

}  // namespace quorum::http::websocket
