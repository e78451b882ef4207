#pragma once
/// Text as a terminal counts it: columns, not bytes; and never an order to the terminal itself.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace quorum::terminal {

/// What a model, a user or a server wrote, made safe to print: control characters (escapes among
/// them) and the marks that turn the writing direction are gone, tabs are spaces, bytes that are
/// not UTF-8 are U+FFFD. Line ends stay.
std::string clean(std::string_view text);

/// Columns that clean text takes: 2 for East Asian wide characters and emoji, 0 for combining
/// marks.
std::size_t width(std::string_view text);

/// Lines of at most `columns` (at least 1), broken between words, inside them only where one word
/// is longer than a line. An empty text has no lines.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

/// The text, or as much of its start as leaves room for "…".
std::string cut(std::string_view text, std::size_t columns);

}  // namespace quorum::terminal
