#pragma once
/// What is kept of one request: who asked what of whom, how it ended, what it cost.

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/bounded_text.hpp"
#include "core/error.hpp"
#include "llm/call_trace.hpp"
#include "llm/dialect.hpp"

namespace quorum::store {

enum class Ending : std::uint8_t {
  left,    ///< The client went before its answer was complete.
  cut,     ///< The answer had begun and broke off, on our side or the provider's.
  failed,  ///< The answer is an error, and was sent as one.
  whole,
};
std::string_view name(Ending ending);

/// Never a word of a prompt or an answer, never a key. It travels with its request, is filled by
/// who learns something, and goes once to a `Recorder`.
struct RequestRecord {
  BoundedText<63> id{};         ///< As `x-request-id` told the client; longer ones are cut.
  std::int64_t started_us = 0;  ///< Since 1970, UTC.
  BoundedText<31> key_id{};     ///< Whose client key; empty where none was asked for.
  BoundedText<7> method{};      ///< Of the route; empty where there was none.
  BoundedText<63> route{};      ///< Its pattern.
  llm::Dialect dialect{};       ///< Of a chat: what the client spoke.
  BoundedText<63> model{};      ///< As the client named it.
  llm::CallTrace call{};        ///< What the provider's side told.
  bool is_stream = false;
  std::int32_t status = 0;  ///< As answered; 499 where the client left before any.
  Ending ending = Ending::left;
  std::optional<Errc> error{};
  RareText<31> error_reason{};                  ///< The machine's word within the error's code.
  std::optional<std::int64_t> cost_pico_usd{};  ///< Nothing where no price is known.
  Duration duration{};
  std::optional<Duration> first_answer{};  ///< From the start to the provider's first bytes.

  /// The duration without the waits for the provider and for a client that reads slowly.
  Duration overhead{};
  std::uint64_t bytes_in = 0;   ///< Of the request's body.
  std::uint64_t bytes_out = 0;  ///< Of the answer's.
  BoundedText<47> peer{};
  BoundedText<63> user_agent{};
  RareText<95> dropped{};  ///< What of the request was left out, as a comma list.
};

/// Where records go: one of them a loop, used on its thread.
class Recorder {
 public:
  virtual ~Recorder() = default;

  /// Called once for every request, when all is over. Does not wait. May add what it alone knows,
  /// such as the price.
  virtual void take(RequestRecord& record) = 0;
};

}  // namespace quorum::store
