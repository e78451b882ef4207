#include "debate/format/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace quorum::debate {
namespace {

constexpr std::size_t kContentLetters = 4;

// Sorted. Of four letters and more: shorter ones are left out anyway.
constexpr std::array<std::string_view, 64> kCommon{
    "about", "after",  "also",  "although", "always", "because", "been", "before",
    "being", "better", "both",  "could",    "does",   "doing",   "each", "else",
    "even",  "ever",   "every", "from",     "have",   "having",  "here", "however",
    "into",  "itself", "just",  "less",     "like",   "made",    "make", "many",
    "more",  "most",   "much",  "must",     "only",   "other",   "over", "rather",
    "same",  "should", "since", "some",     "still",  "such",    "than", "that",
    "their", "them",   "then",  "there",    "these",  "they",    "this", "those",
    "very",  "well",   "were",  "what",     "when",   "which",   "with", "would"};
static_assert(std::ranges::is_sorted(kCommon));

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_of_word(char c) {
  return (small(c) >= 'a' && small(c) <= 'z') || is_digit(c) || static_cast<unsigned char>(c) > 127;
}

/// Bytes of the mark that `text` begins with, where it is one beyond ASCII: a quotation mark, a
/// dash, a no-break space or what else stands in those blocks; else 0.
std::size_t mark_bytes(std::string_view text) {
  if (text.starts_with("\xE2\x80") || text.starts_with("\xE2\x81")) return 3;
  if (text.starts_with("\xE3\x80")) return 3;
  const bool is_latin_mark = text.size() > 1 && text[0] == '\xC2';
  return is_latin_mark ? 2 : 0;
}

}  // namespace

WordSet words_of(std::string_view text) {
  WordSet words;
  std::string word;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto mark = mark_bytes(text.substr(at));
    if (mark == 0 && is_of_word(text[at])) {
      word += small(text[at]);
      continue;
    }
    if (!word.empty()) words.insert(std::exchange(word, {}));
    if (mark > 0) at += mark - 1;
  }
  if (!word.empty()) words.insert(std::move(word));
  return words;
}

WordSet content_words(std::string_view text) {
  auto words = words_of(text);
  std::erase_if(words, [](const std::string& word) {
    if (std::ranges::any_of(word, is_digit)) return false;
    return word.size() < kContentLetters || std::ranges::binary_search(kCommon, word);
  });
  return words;
}

std::size_t shared_count(const WordSet& a, const WordSet& b) {
  return static_cast<std::size_t>(
      std::ranges::count_if(a, [&b](const std::string& word) { return b.contains(word); }));
}

double overlap(const WordSet& a, const WordSet& b) {
  const auto shared = shared_count(a, b);
  const auto all = a.size() + b.size() - shared;
  return all == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(all);
}

void subtract(WordSet& from, const WordSet& other) {
  std::erase_if(from, [&other](const std::string& word) { return other.contains(word); });
}

}  // namespace quorum::debate
