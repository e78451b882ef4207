#pragma once
/// HTTP/2's frames from and to bytes, for either side. Pure: nghttp2 within, no sockets, no clock.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "http/h2/fields.hpp"

namespace quorum::h2 {

using StreamId = std::int32_t;

/// Why a stream or a connection ended (RFC 9113 §7).
enum class Code : std::uint32_t {
  no_error = 0,
  protocol_error = 1,
  internal_error = 2,
  flow_control_error = 3,
  refused_stream = 7,  ///< Nothing was done with the request: it may be sent again.
  cancel = 8,
  enhance_your_calm = 11,
};

/// What one stream has to send. It stays in place until the stream is closed.
struct Outgoing {
  std::string_view bytes{};  ///< Of the body, ready now. They stay until they were taken.
  bool is_last = false;      ///< The body ends behind `bytes`.
  bool is_done = false;      ///< The end is on its way; set by the codec.

  bool is_taken() const { return bytes.empty() && is_last == is_done; }
};

/// What the other side did. Called from inside `Codec::push` and `pull`: neither may be called from
/// here, nor the codec destroyed; everything else may.
class Events {
 public:
  virtual ~Events() = default;

  /// A head opens a stream or answers on one; trailers come as a second head.
  virtual void head_begun(StreamId id) = 0;
  /// False where it is too much to go on with: the connection is ended.
  virtual bool field(StreamId id, std::string_view name, std::string_view value) = 0;
  virtual void head_ended(StreamId id) = 0;
  virtual void body(StreamId id, std::string_view bytes) = 0;

  /// The other side has sent all of its message.
  virtual void ended(StreamId id) = 0;

  /// Of what was outgoing some was taken.
  virtual void taken(StreamId id) = 0;

  /// The stream is no more. Its `Outgoing` is not looked at again.
  virtual void closed(StreamId id, Code code) = 0;

  /// The other side takes no more than these streams, and soon ends.
  virtual void going_away(StreamId last, Code code) = 0;

  /// A frame that costs us and asks for nothing: one ping, say. Resets weigh more.
  virtual void noise(unsigned weight) = 0;
};

struct CodecConfig {
  enum class Side : std::uint8_t { server, client };
  Side side = Side::server;
  std::uint32_t streams_max = 128;            ///< That the other side may open.
  std::uint32_t fields_bytes_max = 32 << 10;  ///< As the other side is told.
  std::int32_t stream_window = 256 << 10;     ///< What may arrive of a body before it is consumed.
  std::int32_t connection_window = 1 << 20;
};

class Codec {
 public:
  /// `events` outlives it. The first thing to send is the connection's preface.
  static std::unique_ptr<Codec> create(const CodecConfig& config, Events& events);
  virtual ~Codec() = default;

  /// Bytes of the other side, in whatever pieces. An error is the connection's end: what `pull`
  /// still gives says why.
  virtual Result<> push(std::string_view bytes) = 0;

  /// Appends what is to be sent until `out` has `bytes_max`, or a frame more.
  virtual void pull(std::string& out, std::size_t bytes_max) = 0;

  /// Nothing is to be sent or read any more.
  virtual bool is_over() const = 0;

  /// A request; without `body` it ends with its head. `outgoing` stays until the stream is closed.
  virtual Result<StreamId> request(const Fields& head, Outgoing* body) = 0;
  virtual Result<> respond(StreamId id, const Fields& head, Outgoing* body) = 0;
  virtual void inform(StreamId id, const Fields& head) = 0;  ///< An answer before the answer: 100.

  /// There is more to take than there was.
  virtual void resume(StreamId id) = 0;

  /// Of what arrived of a body: the connection may receive as much again, and so may the stream.
  virtual void consume_connection(std::size_t bytes) = 0;
  virtual void consume_stream(StreamId id, std::size_t bytes) = 0;

  virtual void reset(StreamId id, Code code) = 0;

  /// Tells the other side to open no more streams; those that are on their way are still taken.
  virtual void announce_end() = 0;

  /// Ends the connection once that is said, whatever runs on it.
  virtual void end(Code code) = 0;

  /// How many streams the other side lets us have open at a time.
  virtual std::size_t peer_streams_max() const = 0;
};

}  // namespace quorum::h2
