#pragma once
/// A connection's bytes on their way: what the codec has to say is gathered and leaves in few
/// writes.

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "http/h2/codec.hpp"

namespace quorum::h2 {

class Wire {
 public:
  Wire(async::Loop& loop, std::unique_ptr<async::ByteStream> stream, std::unique_ptr<Codec> codec)
      : loop_(loop), stream_(std::move(stream)), codec_(std::move(codec)), has_more_(loop) {}

  Codec& codec() { return *codec_; }
  async::ByteStream& stream() { return *stream_; }

  /// Hands bytes of the other side to the codec, and takes its answers.
  Result<> push(std::string_view bytes);

  /// Takes what the codec has to say, to leave on the loop's next turn; all that is said in one
  /// turn leaves together. Takes little while the socket is full, so that whoever writes waits.
  void flush();

  /// Writes until nothing is to be said any more, or nobody takes it for `wait_max`.
  Task<Result<>> write_all(Duration wait_max);

  /// What has not been written yet, all of it: for who writes it elsewhere.
  std::string take_rest();
  bool is_writing() const { return is_writing_; }

  /// Closes the connection.
  void close() { stream_.reset(); }
  bool is_open() const { return stream_ != nullptr; }

 private:
  async::Loop& loop_;
  std::unique_ptr<async::ByteStream> stream_;
  std::unique_ptr<Codec> codec_;
  async::Event has_more_;
  std::string gathered_;
  std::string leaving_;
  bool is_in_codec_ = false;
  bool is_writing_ = false;
};

}  // namespace quorum::h2
