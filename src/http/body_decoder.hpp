#pragma once
/// Bodies from bytes, in whatever pieces they arrive. Pure.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "http/framing.hpp"

namespace quorum::http {

/// Undoes the chunked coding. Extensions and trailers are checked and dropped.
class ChunkedDecoder {
 public:
  /// Appends to `body` what `bytes` hold of it and says how many bytes were taken: all, unless
  /// `is_done`.
  std::expected<std::size_t, Refusal> push(std::string_view bytes, std::string& body);

  bool is_done() const { return state_ == State::done; }

 private:
  enum class State : std::uint8_t { head, data, data_end, trailer, done };

  std::size_t take_plain_line(std::string_view bytes);
  std::expected<std::size_t, Refusal> push_line(std::string_view bytes);
  std::expected<void, Refusal> take_line(std::string_view line);
  std::expected<void, Refusal> take_chunk_head(std::string_view line);
  void begin_chunk(std::uint64_t size);

  State state_ = State::head;
  std::uint64_t left_ = 0;          ///< Of the chunk being read.
  std::size_t overhead_bytes_ = 0;  ///< Extensions and trailers so far.
  std::string line_;                ///< Of a line, where it did not come in one piece.
};

/// A body, however it ends.
class BodyDecoder {
 public:
  explicit BodyDecoder(Framing framing) : kind_(framing.kind), left_(framing.length) {}

  /// As `ChunkedDecoder::push`.
  std::expected<std::size_t, Refusal> push(std::string_view bytes, std::string& body);

  /// How many bytes are still to come of which it is known that they are the body's, whatever they
  /// are: those of a length that was announced.
  std::uint64_t plain_left() const { return kind_ == BodyKind::length ? left_ : 0; }

  /// So many of those came, and went straight to the body.
  void skip(std::uint64_t bytes) { left_ -= bytes; }

  bool is_done() const;

  /// Whether the other side may end here by closing.
  bool may_close() const { return kind_ == BodyKind::until_close || is_done(); }

 private:
  BodyKind kind_;
  std::uint64_t left_;
  ChunkedDecoder chunked_;
};

}  // namespace quorum::http
