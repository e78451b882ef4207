#pragma once
/// What the fake provider does with one request, and how a request may ask for it. Pure.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::bench {

/// Ways in which a provider breaks its word. "Late" is after `Plan::fault_after` events of a
/// stream, or half of a whole answer.
enum class Fault : std::uint8_t {
  none,
  rate_limited,  ///< `429`, with Retry-After.
  failed,        ///< `500`
  overloaded,    ///< `503`
  stall,         ///< Never answers.
  pause,         ///< Late: says nothing more, and never ends.
  cut,           ///< Late: closes the connection.
  reset,         ///< Late: resets it.
  half_open,     ///< Late: ends its half of the connection, and keeps the other.
  garbage,       ///< Answers with what is not HTTP.
  noise,         ///< Late: bytes that are no chunk.
  babble,        ///< Late: a whole event that is not what its dialect says.
  unfinished,    ///< Late: ends the body properly, but not the answer.
  error,         ///< Late: an error in the stream, spelled as the dialect does.
  drip,          ///< No fault, but a byte at a time.
};

/// `stall`, `half-open`, `429` …: as on the command line.
std::string_view name(Fault fault);
std::string fault_names();

struct Plan {
  std::uint32_t events = 50;  ///< Of a stream; 0: without end.
  std::chrono::milliseconds gap{20};
  std::chrono::milliseconds delay{0};   ///< Before the answer's head.
  std::chrono::milliseconds jitter{0};  ///< At most this much more before head and each event.
  std::size_t event_bytes = 0;          ///< Text of an event; at least its stamp.
  std::size_t answer_bytes = 0;         ///< Text of a whole answer; at least its stamp.
  Fault fault = Fault::none;
  std::uint32_t fault_after = 3;
  std::chrono::seconds retry_after{1};
};

/// Words of the form `events-50`, `gap-20`, `delay-100`, `jitter-5`, `event-bytes-100`,
/// `answer-bytes-1000`, `fault-cut`, `after-3`, anywhere in `text`: a model's name
/// (`gpt-4-events-9-fault-cut`) or a header (`events-9, fault-cut`). Others are passed over.
void read_words(std::string_view text, Plan& plan);

/// Which fault each request gets, where it asks for none itself.
class FaultDice {
 public:
  explicit FaultDice(std::uint64_t seed) : random_(seed) {}

  /// `cut=0.01,429=0.05`.
  Result<> add(std::string_view text);

  Fault roll();
  std::chrono::milliseconds jitter(std::chrono::milliseconds most);

 private:
  struct Side {
    Fault fault;
    double chance;
  };
  std::vector<Side> sides_;
  std::mt19937_64 random_;
};

}  // namespace quorum::bench
