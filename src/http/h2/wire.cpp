#include "http/h2/wire.hpp"

#include "core/try.hpp"

namespace quorum::h2 {
namespace {

// So much leaves in one write, and waits at most while it does.
constexpr std::size_t kGatheredBytesMax = 64 << 10;

// A connection that says nothing keeps no larger buffers than this.
constexpr std::size_t kIdleBytesMax = 2 << 10;

void shrink(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > kIdleBytesMax) buffer = {};
}

}  // namespace

Result<> Wire::push(std::string_view bytes) {
  is_in_codec_ = true;
  auto taken = codec_->push(bytes);
  is_in_codec_ = false;
  flush();
  return taken;
}

void Wire::flush() {
  // Inside the codec it cannot be asked; whoever called it flushes behind it.
  if (is_in_codec_) return;
  is_in_codec_ = true;
  codec_->pull(gathered_, kGatheredBytesMax);
  is_in_codec_ = false;
  if (!gathered_.empty() || codec_->is_over()) has_more_.set();
}

Task<Result<>> Wire::write_all(Duration wait_max) {
  while (true) {
    flush();
    if (gathered_.empty()) {
      if (codec_->is_over()) co_return {};
      shrink(gathered_);
      shrink(leaving_);
      has_more_.reset();
      co_await has_more_.wait();
      continue;
    }
    leaving_.clear();
    std::swap(leaving_, gathered_);
    const std::array<std::string_view, 1> pieces{leaving_};
    stream_->set_deadline(loop_.now() + wait_max);
    is_writing_ = true;
    QUORUM_CO_CHECK(co_await stream_->write(pieces));
    is_writing_ = false;
    stream_->set_deadline(TimePoint::max());
  }
}

std::string Wire::take_rest() {
  std::string rest = std::move(gathered_);
  is_in_codec_ = true;
  codec_->pull(rest, rest.size() + kGatheredBytesMax);
  is_in_codec_ = false;
  return rest;
}

}  // namespace quorum::h2
