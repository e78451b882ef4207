#pragma once
/// Pieces of prompts: what others wrote, handed on as data and never as instructions.

#include <string>
#include <string_view>

namespace quorum::debate {

/// What a seat is called in front of the others: stable through the debate, and saying nothing of
/// its model. Letters are left to the judges, who see them by the order of reading.
std::string_view label(std::size_t seat_index);

/// `text` so that it cannot close or open one of our tags.
std::string defused(std::string_view text);

/// `<tag by="…">` text `</tag>`, each on lines of its own.
std::string tagged(std::string_view tag, std::string_view by, std::string_view text);

/// Whether `text` tries to open or close one of our tags.
bool has_tag(std::string_view text);

/// What stands after the last line that begins with `POSITION:`, or nothing.
std::string position_line(std::string_view text);

/// At most `bytes_max` bytes of `text`, cut between characters.
std::string_view cut(std::string_view text, std::size_t bytes_max);

}  // namespace quorum::debate
