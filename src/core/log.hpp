#pragma once
/// One log for the whole process: to stderr or stdout, and to a file that rotates.

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.hpp"

namespace quorum::log {

enum class Level : std::uint8_t { debug, info, warning, error, off };

struct Config {
  Level level = Level::info;
  bool to_stdout = true;
  std::string file{};  ///< Empty: no file. Rotated at 10 MB, five kept.
};

/// Reads DEBUG, INFO, WARNING, ERROR, CRITICAL or OFF in either case.
Result<Level> parse_level(std::string_view text);

/// Call once, before the first line is written; until then lines go nowhere.
Result<> open(const Config& config);

bool is_on(Level level);
void write(Level level, std::string_view line);

// Never a prompt, never a key: `Secret` has no formatter, so it does not compile here.
template <typename... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
  if (is_on(Level::debug)) write(Level::debug, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  if (is_on(Level::info)) write(Level::info, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void warning(fmt::format_string<Args...> format, Args&&... args) {
  if (is_on(Level::warning)) {
    write(Level::warning, fmt::format(format, std::forward<Args>(args)...));
  }
}
template <typename... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  if (is_on(Level::error)) write(Level::error, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace quorum::log
