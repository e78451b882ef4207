#pragma once
/// One WebSocket on a connection: what is said on it, and how it comes to its end.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "http/upgraded.hpp"
#include "http/websocket/deflate.hpp"
#include "http/websocket/frame.hpp"
#include "http/websocket/handshake.hpp"
#include "http/websocket/message_reader.hpp"
#include "http/websocket/outbox.hpp"

namespace quorum::http::websocket {

/// What is said. Both run side by side, and are destroyed wherever they wait when the WebSocket
/// ends: so also when the client leaves.
class Conversation {
 public:
  virtual ~Conversation() = default;

  /// All that is said unasked. Its end is the conversation's: 1000, or after an error 1011 with the
  /// error's message.
  virtual Task<Result<>> speak(Outbox* outbox) = 0;

  /// One message; the next is read once it returns. An error ends the conversation, as above; an
  /// `invalid_request` is 1003.
  virtual Task<Result<>> hear(Message message, Outbox* outbox) = 0;
};

struct SessionConfig {
  ReaderLimits limits{};
  std::chrono::milliseconds ping_wait{15'000};       ///< Without a sign of life.
  std::chrono::milliseconds pong_wait_max{30'000};   ///< After that ping.
  std::chrono::milliseconds write_wait_max{60'000};  ///< For 256 KB that nobody reads.
  std::chrono::milliseconds close_wait_max{2'000};   ///< For the other side's close frame.
};

class Session final : public Upgraded {
 public:
  Session(async::Loop& loop, const Handshake& handshake, std::unique_ptr<Conversation> conversation,
          SessionConfig config = {});

  Task<Ending> run(async::ByteStream* stream, std::string early) override;
  void drain() override;

 private:
  /// Why it ends, and who began it.
  struct Last {
    enum class By : std::uint8_t { us, client, fault, nobody };
    By by = By::nobody;
    std::uint16_t code = close_code::kNone;
    std::string reason{};
  };

  Task<> speak();
  Task<> listen();
  Task<> ping();
  Task<bool> take(Incoming incoming);
  Task<std::optional<Incoming>> next();
  Task<> await_close();
  void end(Last last);
  void end_with(const Result<>& done);

  async::Loop& loop_;
  std::unique_ptr<Conversation> conversation_;
  SessionConfig config_;
  MessageReader reader_;
  std::optional<Deflate> deflate_;
  async::ByteStream* stream_ = nullptr;
  std::optional<Outbox> outbox_;
  std::string bytes_;  ///< What has arrived; empty while nothing does.
  std::size_t bytes_taken_ = 0;
  TimePoint heard_at_;
  bool is_hearing_ = false;
  async::Event heard_;       ///< All that has come so far, and answered.
  bool has_closed_ = false;  ///< The other side: nothing follows its close frame.
  async::Event over_;
  std::optional<Last> last_;
};

}  // namespace quorum::http::websocket
