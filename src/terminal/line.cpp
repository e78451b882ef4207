#include "terminal/line.hpp"

#include <array>
#include <utility>

#include "terminal/text.hpp"

namespace quorum::terminal {
namespace {

// Of the 256 colours: bright enough on black, dark enough on white.
constexpr std::array<std::string_view, 8> kSeatColours{"33", "166", "35",  "134",
                                                       "37", "168", "136", "244"};

/// What to send before a span; empty for plain ink.
std::string code(const Span& span, Colours colours) {
  if (colours == Colours::none) {
    return span.ink == Ink::bold || span.ink == Ink::seat_bold ? "1" : "";
  }
  auto seat = "38;5;" + std::string(kSeatColours[span.seat % kSeatColours.size()]);
  switch (span.ink) {
    case Ink::plain: return "";
    case Ink::bold: return "1";
    case Ink::dim: return "2";
    case Ink::bad: return "31";
    case Ink::seat: return seat;
    case Ink::seat_bold: return "1;" + seat;
  }
  return "";
}

}  // namespace

Line& Line::add(std::string_view text, Ink ink, std::size_t seat) {
  if (text.empty()) return *this;
  width_ += terminal::width(text);
  if (!spans_.empty() && spans_.back().ink == ink && spans_.back().seat == seat) {
    spans_.back().text += text;
  } else {
    spans_.push_back({std::string(text), ink, seat});
  }
  return *this;
}

Line& Line::add(const Line& other) {
  for (const auto& span : other.spans_) add(span.text, span.ink, span.seat);
  return *this;
}

Line& Line::fill(std::size_t columns, std::string_view mark, Ink ink, std::size_t seat) {
  while (width_ < columns) add(mark, ink, seat);
  return *this;
}

Line& Line::cut(std::size_t columns) {
  if (width_ <= columns) return *this;
  const auto spans = std::exchange(spans_, {});
  width_ = 0;
  for (const auto& span : spans) {
    const auto room = columns - width_;
    // Where a span fills the room to its end, the mark for the rest must still find a place.
    const bool is_last = terminal::width(span.text) >= room;
    add(is_last ? terminal::cut(span.text + " ", room) : span.text, span.ink, span.seat);
    if (is_last) break;
  }
  return *this;
}

std::string Line::text() const {
  std::string all;
  for (const auto& span : spans_) all += span.text;
  return all;
}

std::string paint(const Line& line, Colours colours) {
  std::string bytes;
  for (const auto& span : line.spans()) {
    const auto order = code(span, colours);
    if (order.empty()) {
      bytes += span.text;
    } else {
      bytes += "\x1b[" + order + "m" + span.text + "\x1b[0m";
    }
  }
  return bytes;
}

}  // namespace quorum::terminal
