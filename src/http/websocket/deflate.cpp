#include "http/websocket/deflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace quorum::http::websocket {
namespace {

/// What a flush of the compressor ends in, and the wire leaves out.
constexpr std::string_view kTail("\x00\x00\xFF\xFF", 4);

// 8 is zlib's own; less memory compresses short messages nearly as well.
constexpr int kMemoryLevel = 8;

constexpr std::size_t kStepBytes = 16 << 10;

Bytef* bytes_of(std::string_view text) {
  // zlib reads through a pointer that is not const.
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
}

}  // namespace

struct Deflate::Stream {
  z_stream raw{};
  Stream() { inflateInit2(&raw, -15); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { inflateEnd(&raw); }
};

Deflate::Deflate(int window_bits) : window_bits_(window_bits) {}
Deflate::Deflate(Deflate&&) noexcept = default;
Deflate& Deflate::operator=(Deflate&&) noexcept = default;
Deflate::~Deflate() = default;

std::string Deflate::compress(std::string_view message) const {
  // An empty message would be an empty block, of which the tail takes all but one byte.
  if (message.empty()) return std::string(1, '\0');
  z_stream raw{};
  deflateInit2(&raw, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -window_bits_, kMemoryLevel,
               Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&raw, static_cast<uLong>(message.size())) + 16, '\0');
  raw.next_in = bytes_of(message);
  raw.avail_in = static_cast<uInt>(message.size());
  raw.next_out = reinterpret_cast<Bytef*>(out.data());
  raw.avail_out = static_cast<uInt>(out.size());
  ::deflate(&raw, Z_SYNC_FLUSH);
  assert(raw.avail_in == 0 && raw.avail_out > 0);
  out.resize(out.size() - raw.avail_out);
  deflateEnd(&raw);
  assert(out.ends_with(kTail));
  out.resize(out.size() - kTail.size());
  return out;
}

Deflate::Inflated Deflate::inflate(std::string_view bytes, std::string& out,
                                   std::size_t bytes_max) {
  if (!inflating_) inflating_ = std::make_unique<Stream>();
  auto& raw = inflating_->raw;
  raw.next_in = bytes_of(bytes);
  raw.avail_in = static_cast<uInt>(bytes.size());
  std::array<Bytef, kStepBytes> step{};
  do {
    raw.next_out = step.data();
    raw.avail_out = static_cast<uInt>(step.size());
    const int status = ::inflate(&raw, Z_SYNC_FLUSH);
    const auto made = step.size() - raw.avail_out;
    const auto room = bytes_max - std::min(bytes_max, out.size());
    out.append(reinterpret_cast<const char*>(step.data()), std::min(made, room));
    if (made > room) return Inflated::too_big;
    // A block may say that it is the last; more may follow all the same (RFC 7692, 7.2.3.5).
    if (status == Z_STREAM_END) {
      inflateReset(&raw);
    } else if (status == Z_BUF_ERROR) {
      break;
    } else if (status != Z_OK) {
      return Inflated::broken;
    }
  } while (raw.avail_in > 0 || raw.avail_out == 0);
  return Inflated::fine;
}

Deflate::Inflated Deflate::finish(std::string& out, std::size_t bytes_max) {
  const auto done = inflate(kTail, out, bytes_max);
  inflating_.reset();
  return done;
}

}  // namespace quorum::http::websocket
