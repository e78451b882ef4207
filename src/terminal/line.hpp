#pragma once
/// A line of the screen: pieces of clean text, each in its ink.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quorum::terminal {

/// What a piece is, not how it looks: `Colours` decides that.
enum class Ink : std::uint8_t {
  plain,
  bold,
  dim,
  bad,
  seat,  ///< With `Span::seat`: the seat's own colour.
  seat_bold,
};

struct Span {
  std::string text;
  Ink ink = Ink::plain;
  std::size_t seat = 0;
  bool operator==(const Span&) const = default;
};

/// Builds up from the left. What it is given is clean already.
class Line {
 public:
  Line& add(std::string_view text, Ink ink = Ink::plain, std::size_t seat = 0);
  Line& add(const Line& other);

  /// `mark` again and again up to `columns`; nothing where the line is that wide already.
  Line& fill(std::size_t columns, std::string_view mark = " ", Ink ink = Ink::plain,
             std::size_t seat = 0);

  /// What goes beyond `columns` becomes "…".
  Line& cut(std::size_t columns);

  std::size_t width() const { return width_; }
  std::string text() const;
  bool operator==(const Line&) const = default;

  const std::vector<Span>& spans() const { return spans_; }

 private:
  std::vector<Span> spans_{};
  std::size_t width_ = 0;
};

enum class Colours : std::uint8_t { none, ansi };

/// The line's bytes for a terminal, ending in plain ink.
std::string paint(const Line& line, Colours colours);

}  // namespace quorum::terminal
