#pragma once
/// Heads and chunks as bytes. Pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "http/message.hpp"

namespace quorum::http {

/// `Sat, 21 Nov 2026 09:25:50 GMT`.
std::string http_date(UnixMs moment);

/// What the writer of an answer decides, whatever fields of that name the handler gave.
struct AnswerFrame {
  enum class Body : std::uint8_t { none, length, chunked, until_close };
  Body body = Body::length;
  std::uint64_t length = 0;  ///< Of `length`.
  bool is_last = false;      ///< The connection is closed after it.
  bool is_to_1_0 = false;    ///< A 1.0 client is told that its connection is kept.
  std::string_view date{};
};

/// Appends status line, fields and the empty line. A line end inside a value becomes a space, so
/// that no value can begin a field of its own; a name that is not a token is left out.
void append_answer_head(std::string& out, const ResponseHead& head, const AnswerFrame& frame);

struct RequestFrame {
  std::string_view method;
  std::string_view target;
  std::string_view host;
};

/// Appends request line, `Host` and fields, by the same rules. What the body's length says and the
/// empty line are `RequestEnd`'s.
void append_request_head(std::string& out, const RequestFrame& frame, const Headers& headers);

/// A chunk's size and line end, to stand before its bytes; `kChunkEnd` stands after them.
class ChunkHead {
 public:
  explicit ChunkHead(std::size_t chunk_bytes);
  std::string_view view() const { return {text_.data() + begin_, text_.size() - begin_}; }

 private:
  std::array<char, 18> text_{};
  std::size_t begin_ = 0;
};

inline constexpr std::string_view kChunkEnd = "\r\n";
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace quorum::http
