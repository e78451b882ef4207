#pragma once
/// What can happen in a debate: the lines of its log, in our types.
///
/// Names and fields are public (`write.cpp` spells them) and only ever grow.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/money.hpp"
#include "llm/backend.hpp"
#include "llm/delta.hpp"

namespace quorum::debate {

/// How a model must be spoken to.
enum class Profile : std::uint8_t {
  standard,
  small,        ///< One sentence, one angle, a named side.
  small_local,  ///< The same, with a prefill and a grammar, which only our own worker takes.
};

/// How a judge's preference is measured.
enum class Method : std::uint8_t {
  log_odds,    ///< Log-probabilities of " A" and " B" as the next words.
  token_odds,  ///< The same, from the top tokens that a provider reports.
  structured,  ///< A JSON answer.
};

struct Seat {
  std::string id{};  ///< `s1`, `s2` …
  std::string model{};
  std::string name{};
  std::string position{};  ///< The side it argues; empty: it chooses.
  std::string persona{};
  std::string system{};
  std::int64_t tokens_max = 0;
  std::string family{};
  Profile profile = Profile::standard;
  bool is_local = false;
  std::optional<llm::Price> price{};  ///< Nothing: unknown, which is not free.
};

struct Judge {
  std::string model{};
  std::string family{};
  Method method = Method::structured;
  bool is_participant = false;
  bool is_small = false;
  bool is_local = false;
  std::vector<std::string> same_family_as{};  ///< Seat ids.
  std::optional<std::int64_t> context_tokens{};
  std::optional<llm::Price> price{};
};

struct Caps {
  std::optional<Money> usd{};
  std::optional<std::int64_t> tokens{};
  std::optional<std::int64_t> seconds{};
};

/// What was, or could at worst be, paid.
struct Spend {
  Money usd{};
  std::int64_t tokens = 0;
  bool has_unknown_price = false;  ///< `usd` leaves something out.

  Spend& operator+=(const Spend& other) {
    usd += other.usd;
    tokens += other.tokens;
    has_unknown_price = has_unknown_price || other.has_unknown_price;
    return *this;
  }
  bool operator==(const Spend&) const = default;
};

struct DebateStarted {
  std::string id{};
  std::string question{};
  std::string format{};
  std::vector<Seat> seats{};
  std::int64_t rounds = 0;
  std::vector<Judge> judges{};
  std::optional<Judge>
      chair{};  ///< Writes the answer; nothing: it is put together from a template.
  Caps budget{};
};

struct RoundStarted {
  std::int64_t round = 0;
  std::string kind{};   ///< `opening`, `exchange`, `closing`.
  std::string angle{};  ///< What small models speak about in this round.
};

struct TurnStarted {
  std::string turn_id{};
  std::string seat{};
  std::int64_t round = 0;
  std::string model{};
  std::string call_id{};
  std::int64_t attempt = 1;
  Spend reserved{};
};

struct TurnDelta {
  std::string turn_id{};
  std::int64_t offset = 0;  ///< UTF-8 bytes from the turn's start.
  std::string text{};
  std::int64_t ms = 0;
};

struct TurnFinished {
  std::string turn_id{};
  std::string text{};
  llm::Usage usage{};
  std::optional<Money> cost_usd{};
  llm::Finish finish = llm::Finish::stop;
  std::int64_t first_token_ms = 0;
  std::int64_t ms = 0;
};

struct Failure {
  std::string type{};  ///< `name(Errc)`, or `interrupted`.
  std::string message{};
};

struct TurnFailed {
  std::string turn_id{};
  Failure error{};
  bool will_retry = false;
  std::int64_t retry_after_ms = 0;
  Spend spent{};  ///< Its reservation, where the provider may have billed what we never saw.
};

struct JudgeStarted {
  std::string judge{};  ///< The model.
  std::string order{};  ///< `AB`: the seats' letters as shown; `s1` is A.
  Spend reserved{};
};

struct JudgeVoted {
  std::string judge{};
  std::string order{};
  std::string vote = "null";  ///< Raw, as JSON: what the judge said, or its log-probabilities.
  bool valid = false;
  Method method = Method::structured;
  std::optional<double> preference{};  ///< -1 to 1 towards the seat shown first.
  std::string reason{};
  std::string assessment{};  ///< JSON: scores, claims, cruxes; empty where the judge gave none.
  std::optional<Failure> error{};
  llm::Usage usage{};
  std::optional<Money> cost_usd{};
};

struct VerdictReached {
  bool is_partial = false;
  std::string json{};  ///< As `schemas/verdict.schema.json` says.
  llm::Usage usage{};  ///< Of the chair's call; stands in `json` too.
  std::optional<Money> cost_usd{};
};

struct BudgetChanged {
  Spend spent{};
  std::int64_t seconds = 0;
  Spend reserved{};
  Caps cap{};
};

enum class Turning : std::uint8_t { paused, resumed, degraded, completed, failed, cancelled };

/// `debate.paused` … `debate.cancelled`.
struct DebateTurned {
  Turning to = Turning::completed;
  std::string reason{};
  std::vector<std::string> missing{};  ///< Of `degraded`: seats and judges.
};

/// A line that a later version wrote.
struct Unknown {
  std::string name{};
};

using Event =
    std::variant<DebateStarted, RoundStarted, TurnStarted, TurnDelta, TurnFinished, TurnFailed,
                 JudgeStarted, JudgeVoted, VerdictReached, BudgetChanged, DebateTurned, Unknown>;

/// A restart's word in `debate.resumed`: what was under way then is asked again.
inline constexpr std::string_view kRestart = "restart";

/// `s1` is A.
inline char letter(std::size_t seat_index) { return static_cast<char>('A' + seat_index); }

}  // namespace quorum::debate
