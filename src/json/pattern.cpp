#include "json/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "core/try.hpp"
#include "json/text.hpp"

namespace quorum::json {
namespace {

// `a{1000}{1000}` would be a million steps.
constexpr std::size_t kStepsMax = 20'000;
constexpr std::size_t kPointsMax = 10'000;
constexpr int kGroupsMax = 100;
constexpr std::uint32_t kUnbounded = std::numeric_limits<std::uint32_t>::max();
constexpr char32_t kLastPoint = 0x10FFFF;

bool is_word(std::optional<char32_t> point) {
  return point && ((*point >= '0' && *point <= '9') || (*point >= 'A' && *point <= 'Z') ||
                   (*point >= 'a' && *point <= 'z') || *point == '_');
}

}  // namespace

bool Pattern::Set::contains(char32_t point) const {
  const auto holds = [point](Range range) { return point >= range.first && point <= range.second; };
  return std::ranges::any_of(ranges, holds) != is_negated;
}

/// Reads the expression and writes the machine's steps.
class PatternCompiler {
 public:
  explicit PatternCompiler(std::string_view expression) : points_(code_points(expression)) {}

  Result<Pattern> compile() {
    if (points_.size() > kPointsMax) {
      fail("more than 10,000 characters");
      return fault();
    }
    if (!alternatives()) return fault();
    if (at_ != points_.size()) {
      fail("an unmatched )");
      return fault();
    }
    add(Op::match);
    return std::move(pattern_);
  }

 private:
  using Op = Pattern::Op;
  using Set = Pattern::Set;
  using Step = Pattern::Step;

  bool alternatives() {
    const auto start = size();
    if (!sequence()) return false;
    if (!take('|')) return true;
    // fork(first, rest) first… jump(end) rest…
    insert(start, {.op = Op::fork, .a = start + 1, .b = size() + 2});
    const auto leave = add(Op::jump);
    if (!alternatives()) return false;
    pattern_.steps_[leave].a = size();
    return true;
  }

  bool sequence() {
    while (at_ < points_.size() && points_[at_] != '|' && points_[at_] != ')') {
      const auto start = size();
      if (!atom()) return false;
      if (!repeat(start)) return false;
      if (size() > kStepsMax) return fail("more repetition than is reasonable");
    }
    return true;
  }

  bool atom() {
    if (take('(')) return group();
    if (take('[')) return bracket();
    if (take('^')) return add(Op::at_start), true;
    if (take('$')) return add(Op::at_end), true;
    if (take('.'))
      return any_of({.ranges = {{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}}, .is_negated = true});
    if (take('\\')) return escape();
    const auto point = points_[at_];
    if (point == '*' || point == '+' || point == '?') return fail("nothing before a repetition");
    ++at_;
    return any_of({.ranges = {{point, point}}});
  }

  bool group() {
    if (take('?')) {
      if (take('<') && at_ < points_.size() && points_[at_] != '=' && points_[at_] != '!') {
        while (at_ < points_.size() && points_[at_] != '>') ++at_;
        take('>');
      } else if (!take(':')) {
        return fail("look-around, which is not supported");
      }
    }
    if (++groups_ > kGroupsMax) return fail("groups too deep");
    const bool is_sound = alternatives();
    --groups_;
    if (!is_sound) return false;
    return take(')') || fail("an unclosed group");
  }

  bool escape() {
    if (take('b')) return add(Op::at_word_edge), true;
    if (take('B')) return add(Op::not_word_edge), true;
    Set set;
    if (!class_escape(set)) return false;
    return any_of(std::move(set));
  }

  /// What follows a backslash, inside brackets or out.
  bool class_escape(Set& set) {
    if (at_ == points_.size()) return fail("a backslash at the end");
    const auto letter = points_[at_++];
    switch (letter) {
      case 'd': return adopt(set, digits(), false);
      case 'D': return adopt(set, digits(), true);
      case 'w': return adopt(set, words(), false);
      case 'W': return adopt(set, words(), true);
      case 's': return adopt(set, spaces(), false);
      case 'S': return adopt(set, spaces(), true);
      default: break;
    }
    const auto point = single_escape(letter);
    if (!point) return false;
    set.ranges.push_back({*point, *point});
    return true;
  }

  std::optional<char32_t> single_escape(char32_t letter) {
    switch (letter) {
      case 'n': return U'\n';
      case 'r': return U'\r';
      case 't': return U'\t';
      case 'f': return U'\f';
      case 'v': return U'\v';
      case '0': return U'\0';
      case 'x': return hex(2);
      case 'u': return take('{') ? braced_hex() : hex(4);
      default: break;
    }
    const bool is_letter_or_digit = is_word(letter) && letter != '_';
    if (!is_letter_or_digit) return letter;
    fail("an escape that is not supported");
    return std::nullopt;
  }

  std::optional<char32_t> hex(int digits) {
    char32_t value = 0;
    for (int i = 0; i < digits; ++i) {
      const auto digit = hex_digit();
      if (!digit) return std::nullopt;
      value = value << 4 | *digit;
    }
    return value;
  }
  std::optional<char32_t> braced_hex() {
    char32_t value = 0;
    while (!take('}')) {
      const auto digit = hex_digit();
      if (!digit) return std::nullopt;
      value = value << 4 | *digit;
      if (value > kLastPoint) return fail("a code point beyond the last"), std::nullopt;
    }
    return value;
  }
  std::optional<char32_t> hex_digit() {
    const char32_t point = at_ < points_.size() ? points_[at_++] : 0;
    if (point >= '0' && point <= '9') return point - '0';
    if (point >= 'a' && point <= 'f') return point - 'a' + 10;
    if (point >= 'A' && point <= 'F') return point - 'A' + 10;
    return fail("a hexadecimal digit missing"), std::nullopt;
  }

  bool bracket() {
    Set set{.is_negated = take('^')};
    while (!take(']')) {
      if (at_ == points_.size()) return fail("an unclosed [");
      if (!bracket_item(set)) return false;
    }
    return any_of(std::move(set));
  }

  bool bracket_item(Set& set) {
    const auto before = set.ranges.size();
    if (!bracket_end(set)) return false;
    const bool is_single =
        set.ranges.size() == before + 1 && set.ranges.back().first == set.ranges.back().second;
    const bool is_range =
        at_ + 1 < points_.size() && points_[at_] == '-' && points_[at_ + 1] != ']';
    if (!is_single || !is_range) return true;
    ++at_;
    Set last;
    if (!bracket_end(last)) return false;
    if (last.ranges.size() != 1 || last.ranges[0].first < set.ranges.back().first) {
      return fail("a range that goes backwards");
    }
    set.ranges.back().second = last.ranges[0].first;
    return true;
  }
  bool bracket_end(Set& set) {
    if (take('\\')) {
      if (take('b')) return set.ranges.push_back({'\b', '\b'}), true;
      return class_escape(set);
    }
    const auto point = points_[at_++];
    set.ranges.push_back({point, point});
    return true;
  }

  bool repeat(std::uint32_t start) {
    std::uint32_t least = 0;
    std::uint32_t most = kUnbounded;
    if (take('*')) {
      // As it stands: none or more.
    } else if (take('+')) {
      least = 1;
    } else if (take('?')) {
      most = 1;
    } else if (!counts(least, most)) {
      return fault_.empty();
    }
    take('?');
    const std::vector<Step> once(pattern_.steps_.begin() + start, pattern_.steps_.end());
    pattern_.steps_.resize(start);
    if (std::size_t{std::max(least, most == kUnbounded ? 0 : most)} * once.size() > kStepsMax) {
      return fail("more repetition than is reasonable");
    }
    for (std::uint32_t i = 0; i < least; ++i) append(once, start);
    if (most == kUnbounded) {
      // here: fork(once, out) once… jump(here)
      const auto here = add(Op::fork);
      append(once, start);
      pattern_.steps_[add(Op::jump)].a = here;
      pattern_.steps_[here] = {.op = Op::fork, .a = here + 1, .b = size()};
      return true;
    }
    for (std::uint32_t i = least; i < most; ++i) {
      const auto skip = add(Op::fork);
      append(once, start);
      pattern_.steps_[skip] = {.op = Op::fork, .a = skip + 1, .b = size()};
    }
    return true;
  }

  /// `{2}`, `{2,}`, `{2,5}`; a brace that is none of these stands for itself.
  bool counts(std::uint32_t& least, std::uint32_t& most) {
    const auto start = at_;
    if (!take('{')) return false;
    const auto first = integer();
    const bool has_comma = take(',');
    const auto second = integer();
    if (!first || !take('}')) {
      at_ = start;
      return false;
    }
    least = *first;
    most = has_comma ? second.value_or(kUnbounded) : *first;
    return most >= least || fail("a repetition that goes backwards");
  }
  std::optional<std::uint32_t> integer() {
    std::optional<std::uint32_t> value;
    while (at_ < points_.size() && points_[at_] >= '0' && points_[at_] <= '9') {
      const auto digit = static_cast<std::uint32_t>(points_[at_++] - '0');
      value = std::min<std::uint32_t>(value.value_or(0) * 10 + digit, 1'000'000);
    }
    return value;
  }

  // Steps are copied and moved, so their targets are moved with them.
  void append(const std::vector<Step>& steps, std::uint32_t from) {
    const auto by = size() - from;
    for (Step step : steps) {
      shift(step, by);
      pattern_.steps_.push_back(step);
    }
  }
  void insert(std::uint32_t at, Step step) {
    for (auto i = at; i < size(); ++i) shift(pattern_.steps_[i], 1);
    pattern_.steps_.insert(pattern_.steps_.begin() + at, step);
  }
  static void shift(Step& step, std::uint32_t by) {
    if (step.op == Op::fork || step.op == Op::jump) step.a += by;
    if (step.op == Op::fork) step.b += by;
  }

  std::uint32_t size() const { return static_cast<std::uint32_t>(pattern_.steps_.size()); }
  std::uint32_t add(Op op) {
    pattern_.steps_.push_back({.op = op});
    return size() - 1;
  }
  bool any_of(Set set) {
    pattern_.sets_.push_back(std::move(set));
    const auto at = add(Op::any_of);
    pattern_.steps_[at].a = static_cast<std::uint32_t>(pattern_.sets_.size() - 1);
    return true;
  }

  static Set digits() { return {.ranges = {{'0', '9'}}}; }
  static Set words() { return {.ranges = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}}; }
  static Set spaces() {
    return {.ranges = {{0x09, 0x0D},
                       {' ', ' '},
                       {0xA0, 0xA0},
                       {0x1680, 0x1680},
                       {0x2000, 0x200A},
                       {0x2028, 0x2029},
                       {0x202F, 0x202F},
                       {0x205F, 0x205F},
                       {0x3000, 0x3000},
                       {0xFEFF, 0xFEFF}}};
  }
  /// Adds `other`, whose ranges are in order, or what is outside of it.
  static bool adopt(Set& set, const Set& other, bool is_opposite) {
    char32_t outside = 0;
    for (const auto& [first, last] : other.ranges) {
      if (!is_opposite) set.ranges.push_back({first, last});
      if (is_opposite && first > outside) set.ranges.push_back({outside, first - 1});
      outside = last + 1;
    }
    if (is_opposite) set.ranges.push_back({outside, kLastPoint});
    return true;
  }

  bool take(char32_t point) {
    if (at_ == points_.size() || points_[at_] != point) return false;
    ++at_;
    return true;
  }
  bool fail(std::string_view what) {
    if (fault_.empty()) fault_ = what;
    return false;
  }
  Error fault() const {
    return {.code = Errc::invalid_request,
            .message = fmt::format("The pattern cannot be used: it has {}.", fault_)};
  }

  std::u32string points_;
  std::size_t at_ = 0;
  int groups_ = 0;
  std::string_view fault_;
  Pattern pattern_;
};

/// All the places the machine is in, one code point after another.
class PatternRun {
 public:
  PatternRun(const Pattern& pattern, std::u32string_view text)
      : pattern_(pattern), text_(text), seen_at_(pattern.steps_.size(), kNever) {}

  bool finds() {
    std::vector<std::uint32_t> next;
    for (std::size_t at = 0; at <= text_.size(); ++at) {
      // It may begin anywhere, here too.
      if (reaches(0, at)) return true;
      if (at == text_.size()) break;
      next.clear();
      for (const auto place : places_) {
        const auto& step = pattern_.steps_[place];
        if (pattern_.sets_[step.a].contains(text_[at])) next.push_back(place + 1);
      }
      places_.clear();
      for (const auto place : next) {
        if (reaches(place, at + 1)) return true;
      }
    }
    return false;
  }

 private:
  static constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();

  /// Goes from `place` as far as one can without a code point; whether that is to the end.
  bool reaches(std::uint32_t first, std::size_t at) {
    to_visit_.assign(1, first);
    while (!to_visit_.empty()) {
      const auto place = to_visit_.back();
      to_visit_.pop_back();
      if (std::exchange(seen_at_[place], at) == at) continue;
      const auto& step = pattern_.steps_[place];
      switch (step.op) {
        case Pattern::Op::match: return true;
        case Pattern::Op::any_of: places_.push_back(place); break;
        case Pattern::Op::fork: to_visit_.push_back(step.b); [[fallthrough]];
        case Pattern::Op::jump: to_visit_.push_back(step.a); break;
        default:
          if (holds(step.op, at)) to_visit_.push_back(place + 1);
      }
    }
    return false;
  }

  bool holds(Pattern::Op op, std::size_t at) const {
    if (op == Pattern::Op::at_start) return at == 0;
    if (op == Pattern::Op::at_end) return at == text_.size();
    const auto before = at > 0 ? std::optional(text_[at - 1]) : std::nullopt;
    const auto after = at < text_.size() ? std::optional(text_[at]) : std::nullopt;
    return (is_word(before) != is_word(after)) == (op == Pattern::Op::at_word_edge);
  }

  const Pattern& pattern_;
  std::u32string_view text_;
  std::vector<std::uint32_t> places_;  ///< All at an `any_of`.
  std::vector<std::uint32_t> to_visit_;
  std::vector<std::size_t> seen_at_;  ///< Of each step: at which position last.
};

Result<Pattern> Pattern::compile(std::string_view expression) {
  if (!is_utf8(expression)) {
    return Error{.code = Errc::invalid_request, .message = "The pattern is not valid UTF-8."};
  }
  return PatternCompiler(expression).compile();
}

bool Pattern::is_in(std::string_view text) const {
  return PatternRun(*this, code_points(text)).finds();
}

}  // namespace quorum::json
