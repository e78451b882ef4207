#pragma once
/// Marks inside a text, by which the load knows its own answers and their events again. Pure.
///
/// They survive every dialect: letters, digits and a few signs that no JSON escapes.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quorum::bench {

/// Nanoseconds of the machine's monotonic clock: the same in every process.
inline std::uint64_t now_ns() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(since).count());
}

/// In the prompt: the number of a request, `qa:` 16 digits `;`. The answer repeats it.
inline constexpr std::size_t kAskBytes = 20;
void put_ask(char* at, std::uint64_t ask);
std::optional<std::uint64_t> find_ask(std::string_view text);

/// In each event of an answer: `qb:` request `.` number `.` moment `;`.
struct Stamp {
  std::uint64_t ask = 0;    ///< The request's own number.
  std::uint32_t event = 0;  ///< From 0, without gaps.
  std::uint64_t at_ns = 0;  ///< When the event was written.
  bool operator==(const Stamp&) const = default;
};

inline constexpr std::size_t kStampBytes = 46;
void put_stamp(char* at, const Stamp& stamp);
std::string text_of(const Stamp& stamp);

/// The first whole one from `from` on; `at` is where it begins. What only resembles one is none.
struct FoundStamp {
  Stamp stamp{};
  std::size_t at = 0;
};
std::optional<FoundStamp> find_stamp(std::string_view text, std::size_t from = 0);

}  // namespace quorum::bench
