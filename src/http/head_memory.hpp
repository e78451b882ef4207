#pragma once
/// What the lines of a head meant that was read where heads are alike. Pure.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.hpp"

namespace quorum::http {

/// One server's clients, and one origin's answers, send nearly the same head again and again. A
/// line that is byte for byte the one at the same place of the head remembered means what that one
/// meant; only the others need be read. What a head's lines say together is for its reader to
/// check, every time.
///
/// Kept once for all connections, so that none of them grows by it. A line that may bear a secret
/// is not kept: nobody's is compared with another's.
template <typename Head>
class HeadMemory {
 public:
  /// Where `text` begins with the start line remembered: sets what it says in `head`, and returns
  /// how long it is. Else 0.
  std::size_t take_start_line(std::string_view text, Head& head) const;

  /// Appends to `spans`, as long as there are fewer than `count_max`, the field lines of `text`
  /// from `at` on that are those at their places of the head remembered; returns where the next
  /// begins.
  std::size_t take_field_lines(std::string_view text, std::size_t at, std::size_t count_max,
                               std::vector<Headers::Span>& spans) const;

  /// How many field lines the head remembered has.
  std::size_t field_count() const { return lines_.size(); }

  /// Instead of what it remembered: a whole head's `text`, which begins at `start_at` with the
  /// start line and ends with the empty line, and what was read of it. `start` is what the start
  /// line says.
  void learn(std::string_view text, std::size_t start_at, const std::vector<Headers::Span>& spans,
             const Head& start);
  void forget();

 private:
  struct Line {
    std::uint32_t at = 0;    ///< In `text_`.
    std::uint32_t size = 0;  ///< With its line end; 0 where it is not kept.
    Headers::Span span{};    ///< From the line's begin.
  };

  std::string text_;  ///< The start line first.
  std::size_t start_size_ = 0;
  Head start_{};
  std::vector<Line> lines_;
};

extern template class HeadMemory<RequestHead>;
extern template class HeadMemory<ResponseHead>;

}  // namespace quorum::http
