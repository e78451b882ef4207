#pragma once
/// Texts compared by the words they use: enough to see that two say the same, never what they mean.

#include <set>
#include <string>
#include <string_view>

namespace quorum::debate {

using WordSet = std::set<std::string, std::less<>>;

/// Every word once, ASCII letters made small. A word is letters and digits, of any script.
WordSet words_of(std::string_view text);

/// The words that carry something: of four letters or more, or with a digit, and none of the
/// commonest English ones.
WordSet content_words(std::string_view text);

std::size_t shared_count(const WordSet& a, const WordSet& b);

/// Words in both by words in either, 0 to 1; 0 where there are none.
double overlap(const WordSet& a, const WordSet& b);

/// `from` without what stands in `other`.
void subtract(WordSet& from, const WordSet& other);

}  // namespace quorum::debate
