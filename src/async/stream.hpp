#pragma once
/// Bytes that go both ways: a TCP or unix socket, TLS over one, or a pair of pipes in memory.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "async/event.hpp"
#include "async/footprint.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace quorum::async {

class Readiness;

/// One reader and one writer at a time, both on the stream's loop. Destroying it closes it; a read
/// or write that waits must have been cancelled first.
class ByteStream {
 public:
  virtual ~ByteStream() = default;

  /// Until bytes, an end or an error are there to be read: an idle stream holds no buffer.
  virtual Task<Result<>> readable() = 0;

  /// What to wait on before `try_read` can find anything, for `Arrival`; null: `readable`.
  virtual Readiness* plain_readiness() { return nullptr; }

  /// What has arrived, at least one byte; 0 when the other side has ended its half.
  virtual Task<Result<std::size_t>> read(std::span<char> into) = 0;

  /// The same without waiting; nothing where nothing has arrived, or where only `read` can tell.
  virtual std::optional<Result<std::size_t>> try_read(std::span<char>) { return std::nullopt; }

  /// Whether it is known that nothing has arrived since the last read, neither bytes nor an end.
  /// False where only `readable` can tell.
  virtual bool is_quiet() const { return false; }

  /// All of `pieces`, in order, in as few system calls as can be; what goes without waiting may
  /// have gone before the task is awaited. The bytes stay where they are until it returns. A full
  /// socket buffer is waited for: this is where backpressure comes from.
  virtual Task<Result<>> write(std::span<const std::string_view> pieces) = 0;

  /// Ends our half; the other side reads 0 after what was written.
  virtual Task<Result<>> finish() = 0;

  /// Makes destroying the stream a reset instead of an end, so that the other side can tell.
  virtual void reset_on_close() = 0;

  /// Set once the other side has gone (closed or reset both ways, or ended its half).
  virtual Event& ending() = 0;

  /// Until then. Reads nothing.
  Task<> peer_gone() { return ending().wait(); }

  /// What both sides agreed to speak on it, as ALPN calls it (`h2`); empty where nobody asked.
  virtual std::string_view agreed_protocol() const { return {}; }

  /// How many bytes have been written, and how many of them may have been read at the other side:
  /// nothing where that cannot be known. Of what its system has not confirmed nobody has read any.
  virtual std::uint64_t written_bytes() const { return 0; }
  virtual std::optional<std::uint64_t> reached_bytes() const { return std::nullopt; }

  /// Adds what every read and write looks at.
  virtual void leave_footprint(Footprint&) const {}

  /// Every wait on this stream that lasts beyond `moment` fails with `deadline_exceeded`.
  /// Replaces the deadline before it; `TimePoint::max()` is none.
  virtual void set_deadline(TimePoint moment) = 0;
};

}  // namespace quorum::async
