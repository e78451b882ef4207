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

}  // namespace

WordSet words_of(std::string_view text) {
  WordSet words;
  std::string word;
  for (const char c : text) {
    if (is_of_word(c)) {
      word += small(c);
    } else if (!word.empty()) {
      words.insert(std::exchange(word, {}));
    }
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
