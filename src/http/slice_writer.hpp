#pragma once
/// Writing with patience for a slow reader, but none for one that reads nothing.

#include <array>
#include <string_view>

#include "async/loop.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace quorum::http {

class SliceWriter {
 public:
  using Pieces = std::array<std::string_view, 4>;

  /// `loop` and `stream` outlive it.
  SliceWriter(async::Loop& loop, async::ByteStream& stream) : loop_(loop), stream_(stream) {}

  /// Writes all; each slice of it must leave within `slice_wait_max` and before `deadline`. Where
  /// it had to wait it leaves no deadline behind. After an error every further write fails: nobody
  /// knows what has left. One write at a time.
  Task<Result<>> write(Pieces pieces, Duration slice_wait_max,
                       TimePoint deadline = TimePoint::max());

  const async::ByteStream& stream() const { return stream_; }

  /// All that was given has left: what is sent next follows on it.
  bool is_between_writes() const { return !is_writing_; }
  /// In which the other side took nothing of it. A write that did not wait counts nothing, one that
  /// did from the beginning of its turn.
  Duration waited() const { return waited_ + (is_waiting_ ? loop_.now() - began_ : Duration{}); }

 private:
  Task<Result<>> finish(Task<Result<>> first, Pieces rest, Duration slice_wait_max,
                        TimePoint deadline);
  static Task<Result<>> refuse();

  async::Loop& loop_;
  async::ByteStream& stream_;
  Pieces slice_{};  ///< On its way.
  Duration waited_{};
  TimePoint began_{};
  bool is_waiting_ = false;
  bool is_broken_ = false;
  bool is_writing_ = false;  ///< For ever, once broken or cancelled midway.
};

}  // namespace quorum::http
