#pragma once
/// Regular expressions as JSON Schema uses them, in time proportional to the text: whoever wrote
/// the pattern, no text can make it slow.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"

namespace quorum::json {

/// What ECMA-262 and everybody else agree on: literals, `.`, classes, `\d \w \s` and their
/// opposites, groups, `|`, `* + ? {m,n}` (greedy or lazy, which makes no difference here), `^ $
/// \b`. No look-around, no back references, no `\p`: `compile` says so. Works on code points.
class Pattern {
 public:
  static Result<Pattern> compile(std::string_view expression);

  /// Whether it occurs anywhere in `text`, which is valid UTF-8.
  bool is_in(std::string_view text) const;

 private:
  friend class PatternCompiler;
  friend class PatternRun;

  /// One step of a machine that is in many places at once.
  enum class Op : std::uint8_t {
    any_of,
    fork,
    jump,
    at_start,
    at_end,
    at_word_edge,
    not_word_edge,
    match
  };
  using Range = std::pair<char32_t, char32_t>;
  struct Step {
    Op op = Op::match;
    std::uint32_t a = 0;  ///< any_of: index into `sets_`; fork, jump: where to.
    std::uint32_t b = 0;  ///< fork: where else to.
  };
  struct Set {
    std::vector<Range> ranges{};
    bool is_negated = false;
    bool contains(char32_t point) const;
  };

  std::vector<Step> steps_;
  std::vector<Set> sets_;
};

}  // namespace quorum::json
