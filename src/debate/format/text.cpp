#include "debate/format/text.hpp"

#include <array>

namespace quorum::debate {
namespace {

constexpr std::array<std::string_view, 8> kLabels{"Amber", "Blue",  "Coral", "Dune",
                                                  "Ebony", "Frost", "Gold",  "Hazel"};
constexpr std::array<std::string_view, 3> kTags{"question", "answer", "statement"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (lower(text[i]) != word[i]) return false;
  }
  return true;
}

/// Whether one of our tags begins at `text`, which begins with `<`.
bool is_tag(std::string_view text) {
  text.remove_prefix(1);
  while (!text.empty() && (text.front() == '/' || text.front() == ' ')) text.remove_prefix(1);
  for (const auto tag : kTags) {
    if (starts_with_word(text, tag)) return true;
  }
  return false;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kEdges = " \t\r\n*_`";
  const auto first = text.find_first_not_of(kEdges);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kEdges) - first + 1);
}

}  // namespace

std::string_view label(std::size_t seat_index) { return kLabels[seat_index % kLabels.size()]; }

std::string defused(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '<' && is_tag(text.substr(at))) {
      out += "&lt;";
    } else {
      out += text[at];
    }
  }
  return out;
}

bool has_tag(std::string_view text) {
  for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (is_tag(text.substr(at))) return true;
  }
  return false;
}

std::string tagged(std::string_view tag, std::string_view by, std::string_view text) {
  std::string out = "<";
  out += tag;
  if (!by.empty()) {
    out += " by=\"";
    out += by;
    out += "\"";
  }
  out += ">\n";
  out += defused(text);
  out += "\n</";
  out += tag;
  out += ">\n";
  return out;
}

std::string position_line(std::string_view text) {
  constexpr std::string_view kMark = "position:";
  std::string found;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = trim(text.substr(0, end));
    if (starts_with_word(line, kMark)) found = std::string(trim(line.substr(kMark.size())));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return found;
}

std::string_view cut(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  // A byte of the form 10xxxxxx continues a character.
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0U) == 0x80U) {
    --bytes_max;
  }
  return text.substr(0, bytes_max);
}

}  // namespace quorum::debate
