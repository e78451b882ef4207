#pragma once
/// What a load has seen. Pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "bench/histogram.hpp"

namespace quorum::bench {

/// Why an answer was not as it should be.
enum class Flaw : std::uint8_t {
  connect,     ///< No connection.
  timeout,     ///< Nothing came for too long.
  closed,      ///< The connection ended before an answer's first byte.
  not_http,    ///< What came is not HTTP.
  status,      ///< A refusal with its proper status.
  cut,         ///< The body broke off, so that the client can tell.
  error,       ///< An error inside the stream, spelled by the dialect.
  unfinished,  ///< The body ended properly, the answer did not: a clean end of a broken answer.
  not_dialect,
  lost,       ///< Events missing.
  doubled,    ///< An event told twice.
  reordered,  ///< An event told after one that follows it.
  foreign,    ///< An event or a whole answer to somebody else's question.
};
inline constexpr std::size_t kFlaws = 13;
std::string_view name(Flaw flaw);

/// Of one thread; `merge` joins them.
struct Tally {
  std::uint64_t answers = 0;  ///< Whole, with status 200.
  std::uint64_t events = 0;   ///< With a stamp, or, where the provider stamps none, with words.
  std::uint64_t bytes = 0;    ///< Of bodies.
  std::uint64_t late = 0;     ///< Requests that were due and could not be sent to the end.
  std::array<std::uint64_t, kFlaws> flaws{};
  std::map<int, std::uint64_t> statuses{};  ///< Of refusals.

  // Nanoseconds.
  Histogram
      latency{};  ///< From when a request was due (or sent, without a rate) to its whole answer.
  Histogram first{};  ///< To the first event with words.
  Histogram added{};  ///< Of each event, from its stamp to its arrival.

  std::string example{};  ///< The first flaw, in words.

  void note(Flaw flaw, std::string_view words);
  std::uint64_t flaw_count() const;
  std::uint64_t count(Flaw flaw) const { return flaws[static_cast<std::size_t>(flaw)]; }
  void merge(const Tally& other);
};

}  // namespace quorum::bench
