#include "http/body_decoder.hpp"

#include <algorithm>

#include "http/syntax.hpp"

namespace quorum::http {
namespace {

constexpr std::size_t kLineBytesMax = 4 << 10;
constexpr std::size_t kOverheadBytesMax = 16 << 10;
constexpr std::size_t kSizeDigitsMax = 15;  // 60 bits: no sum of ours overflows.

constexpr std::string_view kLineEnd = "\r\n";

struct ChunkSize {
  std::uint64_t value = 0;
  std::size_t digits = 0;  ///< `kSizeDigitsMax` at most.
};

/// What `text` begins with.
ChunkSize leading_size(std::string_view text) {
  ChunkSize size;
  for (const char byte : text.substr(0, kSizeDigitsMax)) {
    const int digit = hex_value(byte);
    if (digit < 0) break;
    size.value = size.value * 16 + static_cast<std::uint64_t>(digit);
    size.digits += 1;
  }
  return size;
}

std::unexpected<Refusal> refuse(int status, std::string_view message) {
  return std::unexpected(Refusal{.status = status, .message = message});
}

void skip_blanks(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

bool skip_token(std::string_view& text) {
  const auto* const end = std::ranges::find_if_not(text, is_token_byte);
  const auto size = static_cast<std::size_t>(end - text.begin());
  text.remove_prefix(size);
  return size > 0;
}

bool skip_quoted(std::string_view& text) {
  text.remove_prefix(1);
  while (!text.empty()) {
    const char byte = text.front();
    text.remove_prefix(1);
    if (byte == '"') return true;
    if (byte == '\\') {
      if (text.empty()) return false;
      text.remove_prefix(1);
    }
  }
  return false;
}

/// `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )` (RFC 9112 §7.1.1).
bool are_extensions(std::string_view text) {
  if (!is_field_value(text)) return false;
  while (!text.empty()) {
    skip_blanks(text);
    if (!text.starts_with(';')) return false;
    text.remove_prefix(1);
    skip_blanks(text);
    if (!skip_token(text)) return false;
    auto value = text;
    skip_blanks(value);
    if (!value.starts_with('=')) continue;
    value.remove_prefix(1);
    skip_blanks(value);
    if (!(value.starts_with('"') ? skip_quoted(value) : skip_token(value))) return false;
    text = value;
  }
  return true;
}

/// Trailers are dropped, but one that says how the message is framed is an attack on somebody who
/// keeps them.
std::expected<void, Refusal> check_trailer(std::string_view line) {
  const auto field = parse_field_line(line, 0);
  if (!field) return std::unexpected(field.error());
  const auto name = line.substr(0, field->span.name_size);
  for (const auto* const forbidden :
       {"content-length", "transfer-encoding", "connection", "host"}) {
    if (equals_ignoring_case(name, forbidden)) {
      return refuse(400, "A trailer says how the message is framed.");
    }
  }
  return {};
}

}  // namespace

std::expected<std::size_t, Refusal> ChunkedDecoder::push(std::string_view bytes,
                                                         std::string& body) {
  std::size_t taken = 0;
  while (taken < bytes.size() && state_ != State::done) {
    const auto rest = bytes.substr(taken);
    if (state_ == State::data) {
      const auto piece = rest.substr(0, left_);
      body += piece;
      left_ -= piece.size();
      taken += piece.size();
      if (left_ == 0) state_ = State::data_end;
      continue;
    }
    if (const auto plain = take_plain_line(rest); plain > 0) {
      taken += plain;
      continue;
    }
    const auto line_bytes = push_line(rest);
    if (!line_bytes) return line_bytes;
    taken += *line_bytes;
  }
  return taken;
}

/// A line that came in one piece and is nothing but what it must be, as nearly all are: the end of
/// a chunk's data, or a chunk's size. Returns its bytes; 0 where `push_line` must look.
std::size_t ChunkedDecoder::take_plain_line(std::string_view bytes) {
  if (!line_.empty()) return 0;
  if (state_ == State::data_end && bytes.starts_with(kLineEnd)) {
    state_ = State::head;
    return kLineEnd.size();
  }
  if (state_ != State::head) return 0;
  const auto size = leading_size(bytes);
  if (size.digits == 0 || !bytes.substr(size.digits).starts_with(kLineEnd)) return 0;
  begin_chunk(size.value);
  return size.digits + kLineEnd.size();
}

std::expected<std::size_t, Refusal> ChunkedDecoder::push_line(std::string_view bytes) {
  const auto line_end = bytes.find('\n');
  const bool is_whole = line_end != std::string_view::npos;
  const auto taken = is_whole ? line_end + 1 : bytes.size();
  if (line_.size() + taken > kLineBytesMax) {
    return refuse(400, "A chunk's first line or a trailer is too long.");
  }
  if (!is_whole || !line_.empty()) line_ += bytes.substr(0, taken);
  if (!is_whole) {
    // What follows a chunk's data is nothing but a line end: anything else is known to be wrong.
    if (state_ == State::data_end && line_ != "\r") {
      return refuse(400, "A chunk is longer than its size says.");
    }
    return taken;
  }
  std::string_view line = line_.empty() ? bytes.substr(0, taken) : line_;
  if (!line.ends_with("\r\n")) {
    return refuse(400, "A line ends in a line feed without a carriage return before it.");
  }
  line.remove_suffix(2);
  if (auto checked = take_line(line); !checked) return std::unexpected(checked.error());
  line_.clear();
  return taken;
}

std::expected<void, Refusal> ChunkedDecoder::take_line(std::string_view line) {
  switch (state_) {
    case State::head: return take_chunk_head(line);
    case State::data_end:
      if (!line.empty()) return refuse(400, "A chunk is longer than its size says.");
      state_ = State::head;
      return {};
    case State::trailer:
      if (line.empty()) {
        state_ = State::done;
        return {};
      }
      overhead_bytes_ += line.size();
      if (overhead_bytes_ > kOverheadBytesMax) return refuse(431, "The trailers are too large.");
      // Its line end still stands behind it.
      return check_trailer({line.data(), line.size() + 2});
    case State::data:
    case State::done: return {};
  }
  return {};
}

std::expected<void, Refusal> ChunkedDecoder::take_chunk_head(std::string_view line) {
  const auto size = leading_size(line);
  const auto extensions = line.substr(size.digits);
  if (size.digits == 0) return refuse(400, "A chunk's size is not a hexadecimal number.");
  if (!extensions.empty() && hex_value(extensions.front()) >= 0) {
    return refuse(400, "A chunk's size is too large.");
  }
  if (!are_extensions(extensions)) return refuse(400, "A chunk's extension is malformed.");
  overhead_bytes_ += extensions.size();
  if (overhead_bytes_ > kOverheadBytesMax)
    return refuse(400, "The chunk extensions are too large.");
  begin_chunk(size.value);
  return {};
}

void ChunkedDecoder::begin_chunk(std::uint64_t size) {
  left_ = size;
  state_ = size > 0 ? State::data : State::trailer;
}

std::expected<std::size_t, Refusal> BodyDecoder::push(std::string_view bytes, std::string& body) {
  switch (kind_) {
    case BodyKind::none: return 0;
    case BodyKind::chunked: return chunked_.push(bytes, body);
    case BodyKind::until_close: body += bytes; return bytes.size();
    case BodyKind::length: {
      const auto piece = bytes.substr(0, left_);
      body += piece;
      left_ -= piece.size();
      return piece.size();
    }
  }
  return 0;
}

bool BodyDecoder::is_done() const {
  switch (kind_) {
    case BodyKind::none: return true;
    case BodyKind::length: return left_ == 0;
    case BodyKind::chunked: return chunked_.is_done();
    case BodyKind::until_close: return false;
  }
  return false;
}

}  // namespace quorum::http
