#pragma once
/// Message heads from bytes, in whatever pieces they arrive. Pure.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "http/head_memory.hpp"
#include "http/message.hpp"

namespace quorum::http {

/// Why a message is not taken, and the status that says so to whoever sent it.
struct Refusal {
  int status = 400;
  std::string_view message;  ///< A literal.
};

struct HeadLimits {
  std::size_t bytes_max = 32 << 10;  ///< Start line and fields together.
  std::size_t headers_max = 100;
};

/// Reads one head: a `RequestHead` or a `ResponseHead`. As strict as the strictest server, since
/// whatever two readers of a message understand differently, one of them can be fooled with.
template <typename Head>
class HeadParser {
 public:
  /// `memory` outlives it where it is given: of the heads that are much like this one.
  explicit HeadParser(HeadLimits limits, HeadMemory<Head>* memory = nullptr)
      : limits_(limits), memory_(memory) {}

  /// Takes from `bytes` what belongs to the head and says how much that was. All of it, unless
  /// `is_done`. After a refusal the parser is finished; `head` holds what was understood.
  std::expected<std::size_t, Refusal> push(std::string_view bytes);

  /// For the next head.
  void restart() {
    head_ = {};
    text_.clear();
    spans_.clear();
    read_ = {};
    lines_read_ = start_at_ = line_at_ = 0;
    has_start_line_ = is_done_ = false;
  }

  bool is_done() const { return is_done_; }
  bool has_begun() const { return is_done_ || has_start_line_ || !text_.empty(); }
  Head& head() { return head_; }
  const Head& head() const { return head_; }

 private:
  std::expected<void, Refusal> parse_lines(std::string_view text);
  bool take_remembered_start_line(std::string_view text);
  std::expected<void, Refusal> read_start_line(std::string_view text, std::size_t line_end);
  void begin_fields(std::size_t size);
  std::expected<void, Refusal> take_field_lines(std::string_view text);
  std::expected<void, Refusal> finish();
  Refusal too_large() const;

  HeadLimits limits_;
  HeadMemory<Head>* memory_;
  Head head_{};
  std::string text_;  ///< The head so far, where it did not come in one piece.
  std::vector<Headers::Span> spans_;
  KnownSet read_;               ///< The names on lines that were not remembered,
  std::size_t lines_read_ = 0;  ///< and how many those are.
  std::size_t start_at_ = 0;    ///< Where the start line begins.
  std::size_t line_at_ = 0;     ///< Where the line begins that has not ended yet.
  bool has_start_line_ = false;
  bool is_done_ = false;
};

extern template class HeadParser<RequestHead>;
extern template class HeadParser<ResponseHead>;

using RequestHeadParser = HeadParser<RequestHead>;
using ResponseHeadParser = HeadParser<ResponseHead>;

struct FieldLine {
  Headers::Span span;    ///< In the whole text.
  std::size_t next = 0;  ///< Where the line after it begins.
};

/// The field line that begins at `at`; also used for trailers. `text` ends in a line feed.
std::expected<FieldLine, Refusal> parse_field_line(std::string_view text, std::size_t at);

}  // namespace quorum::http
