#include "terminal/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace quorum::terminal {
namespace {

constexpr std::string_view kUnreadable = "\xEF\xBF\xBD";  // U+FFFD.

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t code) {
  const auto found = std::ranges::lower_bound(ranges, code, {}, &Range::last);
  return found != ranges.end() && found->first <= code;
}

// Unicode 15: combining and enclosing marks, joiners, variation selectors.
constexpr std::array kNoWidth = std::to_array<Range>({
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05C7}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x06DF, 0x06E4}, {0x06E7, 0x06E8},
    {0x06EA, 0x06ED}, {0x0730, 0x074A}, {0x07A6, 0x07B0}, {0x0816, 0x082D}, {0x08D3, 0x0902},
    {0x093A, 0x093A}, {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D}, {0x0951, 0x0957},
    {0x0981, 0x0981}, {0x09BC, 0x09BC}, {0x09C1, 0x09C4}, {0x09CD, 0x09CD}, {0x0A3C, 0x0A51},
    {0x0ABC, 0x0ABC}, {0x0AC1, 0x0AC8}, {0x0ACD, 0x0ACD}, {0x0B3C, 0x0B3C}, {0x0BCD, 0x0BCD},
    {0x0C4D, 0x0C4D}, {0x0CCD, 0x0CCD}, {0x0D4D, 0x0D4D}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},
    {0x0E47, 0x0E4E}, {0x0EB1, 0x0EB1}, {0x0EB4, 0x0EBC}, {0x0EC8, 0x0ECD}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x2060, 0x2064}, {0x20D0, 0x20FF}, {0x302A, 0x302D},
    {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0001, 0xE01EF},
});

// Unicode 15: East Asian Wide and Fullwidth, and what is drawn as an emoji by default.
constexpr std::array kTwoWide = std::to_array<Range>({
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
    {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},
    {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CFF},
    {0x1AFF0, 0x1B2FF}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E},
    {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C},
    {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0},
    {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC},
    {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A},
    {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5},
    {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EC},
    {0x1F6F4, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945},
    {0x1F947, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
});

struct Letter {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool is_valid = false;
};

/// The character at the start of `text`, which is not empty; one byte where there is none.
Letter first_letter(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  const auto lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};

  char32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t at = 1; at < bytes; ++at) {
    if ((byte(at) & 0xC0) != 0x80) return {};
    code = (code << 6) | (byte(at) & 0x3F);
  }
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[bytes] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, bytes, true};
}

/// C0 and C1 with their escapes, and the marks that would turn the rest of a line around.
bool is_order(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0x2028 || code == 0x2029;
}

std::size_t width(char32_t code) {
  if (code < 0x300) return 1;
  if (is_in(kNoWidth, code)) return 0;
  return is_in(kTwoWide, code) ? 2 : 1;
}

/// As many whole characters of `text` as fit into `columns`, in bytes.
std::size_t bytes_within(std::string_view text, std::size_t columns) {
  std::size_t bytes = 0;
  std::size_t used = 0;
  while (bytes < text.size()) {
    const auto letter = first_letter(text.substr(bytes));
    used += width(letter.code);
    if (used > columns) break;
    bytes += letter.bytes;
  }
  return bytes;
}

/// One paragraph, word by word.
class Wrapper {
 public:
  explicit Wrapper(std::size_t columns) : columns_(columns) {}

  void add(std::string_view word) {
    const auto needed = terminal::width(word);
    if (used_ > 0 && used_ + 1 + needed > columns_) end_line();
    if (used_ > 0) {
      line_ += ' ';
      ++used_;
    }
    while (used_ + terminal::width(word) > columns_) {
      // A character wider than the whole line goes onto it all the same, or this would never end.
      const auto bytes = std::max(bytes_within(word, columns_), first_letter(word).bytes);
      line_ += word.substr(0, bytes);
      word.remove_prefix(bytes);
      used_ = columns_;
      if (word.empty()) return;
      end_line();
    }
    line_ += word;
    used_ += terminal::width(word);
  }

  void end_line() {
    lines_.push_back(std::exchange(line_, {}));
    used_ = 0;
  }
  bool is_line_open() const { return !line_.empty(); }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  std::size_t columns_;
  std::size_t used_ = 0;
  std::string line_{};
  std::vector<std::string> lines_{};
};

void wrap_paragraph(Wrapper& wrapper, std::string_view text) {
  while (!text.empty()) {
    const auto start = text.find_first_not_of(' ');
    if (start == std::string_view::npos) return;
    text.remove_prefix(start);
    const auto word = text.substr(0, text.find(' '));
    wrapper.add(word);
    text.remove_prefix(word.size());
  }
}

}  // namespace

std::string clean(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const auto letter = first_letter(text);
    if (!letter.is_valid) {
      safe += kUnreadable;
    } else if (letter.code == '\t') {
      safe += ' ';
    } else if (letter.code == '\n' || !is_order(letter.code)) {
      safe += text.substr(0, letter.bytes);
    }
    text.remove_prefix(letter.bytes);
  }
  return safe;
}

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const auto letter = first_letter(text);
    columns += width(letter.code);
    text.remove_prefix(letter.bytes);
  }
  return columns;
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  Wrapper wrapper(std::max<std::size_t>(columns, 1));
  while (!text.empty()) {
    const auto end = text.find('\n');
    wrap_paragraph(wrapper, text.substr(0, end));
    if (end == std::string_view::npos) break;
    wrapper.end_line();
    text.remove_prefix(end + 1);
  }
  if (wrapper.is_line_open()) wrapper.end_line();
  return wrapper.take();
}

std::string cut(std::string_view text, std::size_t columns) {
  if (width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  return std::string(text.substr(0, bytes_within(text, columns - 1))) + "…";
}

}  // namespace quorum::terminal
