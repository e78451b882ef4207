#include "http/coding/deflate.hpp"

#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>

namespace quorum::http {
namespace {

constexpr int kWindowBits = 15;
constexpr int kAsGzip = 16;  // Added to the window's bits.
constexpr int kMemoryLevel = 8;
constexpr std::size_t kPieceBytes = 1 << 20;
constexpr std::size_t kRoomBytes = 64 << 10;

const Bytef* bytes_of(std::string_view text) { return reinterpret_cast<const Bytef*>(text.data()); }

/// What is called deflate is mostly wrapped as RFC 9110 says, but some send it bare: a wrapped one
/// begins with a header that is a multiple of 31.
int window_bits_of(Coding coding, std::string_view body) {
  if (coding == Coding::gzip) return kWindowBits + kAsGzip;
  if (body.size() < 2) return kWindowBits;
  const auto first = static_cast<unsigned char>(body[0]);
  const auto second = static_cast<unsigned char>(body[1]);
  const bool is_wrapped = (first & 0x0f) == Z_DEFLATED && (first * 256 + second) % 31 == 0;
  return is_wrapped ? kWindowBits : -kWindowBits;
}

}  // namespace

Compressor::Compressor(Effort effort) : stream_(std::make_unique<z_stream>()) {
  deflateInit2(stream_.get(), effort == Effort::fast ? 1 : 9, Z_DEFLATED, kWindowBits + kAsGzip,
               kMemoryLevel, Z_DEFAULT_STRATEGY);
}

Compressor::~Compressor() { deflateEnd(stream_.get()); }

std::string Compressor::gzip(std::string_view body) {
  std::string smaller(body.size(), '\0');
  stream_->next_in = bytes_of(body);
  stream_->avail_in = static_cast<uInt>(body.size());
  stream_->next_out = reinterpret_cast<Bytef*>(smaller.data());
  stream_->avail_out = static_cast<uInt>(smaller.size());
  const bool fits = deflate(stream_.get(), Z_FINISH) == Z_STREAM_END;
  smaller.resize(fits ? smaller.size() - stream_->avail_out : 0);
  deflateReset(stream_.get());
  return smaller;
}

Decompressor::Decompressor(Coding coding, std::string_view body, std::size_t bytes_max)
    : stream_(std::make_unique<z_stream>()), coding_(coding), bytes_max_(bytes_max) {
  inflateInit2(stream_.get(), window_bits_of(coding, body));
  stream_->next_in = bytes_of(body);
  stream_->avail_in = static_cast<uInt>(body.size());
}

Decompressor::~Decompressor() { inflateEnd(stream_.get()); }

Decompressor::State Decompressor::step() {
  const auto piece_end = expanded_.size() + kPieceBytes;
  while (expanded_.size() < piece_end) {
    const auto size = expanded_.size();
    // One byte beyond the bound tells what is too large from what just fits.
    const auto room = std::min(kRoomBytes, bytes_max_ + 1 - size);
    expanded_.resize(size + room);
    stream_->next_out = reinterpret_cast<Bytef*>(expanded_.data()) + size;
    stream_->avail_out = static_cast<uInt>(room);
    const int result = inflate(stream_.get(), Z_NO_FLUSH);
    expanded_.resize(size + room - stream_->avail_out);
    if (expanded_.size() > bytes_max_) return State::too_large;
    if (result == Z_STREAM_END) {
      const auto state = end_of_member();
      if (state != State::more) return state;
      continue;
    }
    // Nothing goes on without more input: the body is cut.
    if (result != Z_OK || (stream_->avail_in == 0 && stream_->avail_out > 0)) return State::broken;
  }
  return State::more;
}

/// A gzip file may have several; behind a deflate body nothing may stand.
Decompressor::State Decompressor::end_of_member() {
  if (stream_->avail_in == 0) return State::done;
  if (coding_ != Coding::gzip) return State::broken;
  return inflateReset(stream_.get()) == Z_OK ? State::more : State::broken;
}

}  // namespace quorum::http
