#include "terminal/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "terminal/text.hpp"

namespace quorum::terminal {
namespace {

using debate::Profile;

constexpr double kNothing = 0.005;  // What two decimals show as 0.00 leans to nobody.

std::string signed_number(double value) {
  if (std::abs(value) < kNothing) return "0.00";
  const auto* sign = value > 0 ? "+" : value < 0 ? "−" : "";
  return fmt::format("{}{:.2f}", sign, std::abs(value));
}

constexpr std::array kFlagWords = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"degraded", "Something was missing, so this rests on less than was planned."},
    {"judge_is_participant", "The judge is one of the debaters, so it may favour itself."},
    {"judge_same_family", "A judge comes from the same model family as a debater."},
    {"missing_participant", "A seat did not answer in every round."},
    {"repetition", "A side repeated itself instead of answering."},
    {"drift", "A seat left its side, or the question, on the way."},
    {"unforced_flip", "A seat changed sides without taking up an argument for the other one."},
    {"injection_attempt", "An answer tried to give the judges orders."},
    {"truncated_input", "Parts of the debate did not fit before the judges."},
    {"refusal", "A model refused to argue its side."},
    {"small_models",
     "Very small models, running on this machine: they write weakly and judge worse. "
     "A demonstration, not advice."},
    {"budget_stop", "The budget ended the debate early."},
});

constexpr std::array kReasonWords = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"budget", "its budget does not reach further"},
    {"no_answers", "no seat gave an answer"},
    {"requested", "as asked"},
    {"restart", "after a restart, from where it was"},
});

std::string spaced(std::string_view name) {
  auto words = clean(name);
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string seat_labels(const debate::State& state, const std::vector<std::string>& seats) {
  std::vector<std::string> labels;
  labels.reserve(seats.size());
  for (const auto& seat : seats) labels.push_back(seat_label(state, seat));
  return fmt::format("{}", fmt::join(labels, " and "));
}

std::string flip_words(const debate::State& state, const Flip& flip) {
  const auto why = flip.argued_by.empty()
                       ? "without taking up an argument for it"
                       : "on what " + seat_labels(state, flip.argued_by) + " said";
  return fmt::format("{} went from {} to {} in round {}, {}.", seat_label(state, flip.seat),
                     flip.from, flip.to, flip.round, why);
}

std::string scores_words(const debate::State& state, const Scores& scores) {
  std::vector<std::string> parts;
  parts.reserve(scores.means.size());
  for (const auto& mean : scores.means) {
    parts.push_back(fmt::format("{} {:.1f}", spaced(mean.criterion), mean.points));
  }
  const auto total = scores.total ? fmt::format(" {:.1f} of 25:", *scores.total) : ":";
  return fmt::format("{}{} {}", seat_label(state, scores.seat), total, fmt::join(parts, ", "));
}

std::string claim_words(const debate::State& state, const Claim& claim) {
  auto words = fmt::format("{}: {} ({})", seat_label(state, claim.seat), claim.text, claim.status);
  if (!claim.quote.empty()) words += fmt::format(" “{}”", claim.quote);
  return words;
}

}  // namespace

std::string short_model(std::string_view model) {
  const auto slash = model.rfind('/');
  return clean(slash == std::string_view::npos ? model : model.substr(slash + 1));
}

std::string seat_title(const debate::Seat& seat) {
  if (!seat.position.empty()) return clean(seat.position);
  return seat.name.empty() ? short_model(seat.model) : clean(seat.name);
}

std::string seat_label(const debate::State& state, std::string_view seat_id) {
  const auto* seat = state.seat(seat_id);
  if (seat == nullptr) return clean(seat_id);
  return fmt::format("{} {}", debate::letter(state.index(seat_id)), seat_title(*seat));
}

std::string round_words(const debate::RoundStarted& round) {
  return clean(round.angle.empty() ? round.kind : round.kind + ": " + round.angle);
}

std::string duration_words(std::int64_t ms) {
  if (ms < 950) return fmt::format("{} ms", ms < 10 ? ms : (ms + 5) / 10 * 10);
  if (ms < 60'000) return fmt::format("{:.1f} s", static_cast<double>(ms) / 1000);
  return fmt::format("{} min {} s", ms / 60'000, ms % 60'000 / 1000);
}

std::vector<std::string> pace_words(const debate::Turn& turn, const View::Pace& pace) {
  std::vector<std::string> words;
  const auto tokens = turn.finished.usage.completion;
  const auto writing_ms = static_cast<double>(pace.ms - pace.first_token_ms.value_or(0));
  if (turn.progress == debate::Progress::finished && tokens > 0 && writing_ms >= 100) {
    words.push_back(
        fmt::format("{:.0f} tokens/s", static_cast<double>(tokens) * 1000 / writing_ms));
  } else if (turn.progress == debate::Progress::open && writing_ms >= 200) {
    constexpr double kBytesPerToken = 4.5;
    const auto guess = static_cast<double>(turn.text.size()) / kBytesPerToken;
    words.push_back(fmt::format("≈ {:.0f} tokens/s", guess * 1000 / writing_ms));
  }
  if (pace.first_token_ms) words.push_back("first token " + duration_words(*pace.first_token_ms));
  if (tokens > 0) words.push_back(fmt::format("{} tokens", tokens));
  if (turn.started.attempt > 1) words.push_back(fmt::format("attempt {}", turn.started.attempt));
  return words;
}

std::string cost_words(const debate::Spend& spend) {
  if (spend.has_unknown_price) return "price unknown";
  if (spend.tokens == 0) return {};
  if (spend.usd == Money{}) return "no cost";
  return spend.usd.usd() < 0.0001 ? "under $0.0001" : fmt::format("${:.4f}", spend.usd.usd());
}

std::string small_models_words(const debate::State& state) {
  std::vector<std::string> small;
  for (const auto& seat : state.plan.seats) {
    auto model = short_model(seat.model);
    const bool is_known = std::ranges::find(small, model) != small.end();
    if (seat.profile != Profile::standard && !is_known) small.push_back(std::move(model));
  }
  if (small.empty()) return {};
  return fmt::format(
      "{} {} very small: expect weak sentences and a weaker judge. "
      "This shows how a debate runs; it is not advice.",
      fmt::join(small, " and "), small.size() == 1 ? "is" : "are");
}

std::string outcome_title(const debate::State& state, const Verdict& verdict) {
  switch (verdict.outcome) {
    case Outcome::winner: {
      const auto* seat = state.seat(verdict.winner);
      return (seat == nullptr ? verdict.winner : seat_title(*seat)) + " wins";
    }
    case Outcome::tie: return "A tie";
    case Outcome::too_close: return "Too close to call";
    case Outcome::no_decision: return "No decision";
  }
  return {};
}

std::string margin_words(const debate::State& state, const Verdict& verdict) {
  if (verdict.outcome == Outcome::no_decision) return "No vote could be counted.";
  const auto& seats = state.plan.seats;
  std::string words;
  if (seats.size() == 2 && std::abs(verdict.margin) >= kNothing) {
    words = fmt::format("Margin {:.2f} for {}", std::abs(verdict.margin),
                        seat_label(state, seats[verdict.margin > 0 ? 0 : 1].id));
    words += fmt::format(", 95 % interval {} to {} (+ is {})", signed_number(verdict.low),
                         signed_number(verdict.high), debate::letter(0));
  } else {
    words = fmt::format("Margin {}, 95 % interval {} to {}", signed_number(verdict.margin),
                        signed_number(verdict.low), signed_number(verdict.high));
  }
  if (verdict.outcome == Outcome::too_close) words += ": the interval covers a tie";
  return words + ".";
}

Vote vote_of(const debate::State& state, const debate::JudgeVoted& voted) {
  Vote vote{.judge = clean(voted.judge), .order = {}};
  for (const auto letter : voted.order) {
    const auto seat = static_cast<std::size_t>(letter - 'A');
    if (seat < state.plan.seats.size()) vote.order.push_back(state.plan.seats[seat].id);
  }
  if (voted.valid) vote.preference = voted.preference;
  return vote;
}

std::string preference_words(const debate::State& state, const Vote& vote) {
  if (!vote.preference || vote.order.size() < 2) return "no vote that counts";
  const auto strength = std::abs(*vote.preference);
  if (strength < kNothing) return "no difference";
  return fmt::format("for {}, {:.2f}", seat_label(state, vote.order[*vote.preference > 0 ? 0 : 1]),
                     strength);
}

std::vector<Finding> finding_words(const debate::State& state, const Verdict& verdict,
                                   Detail detail) {
  std::vector<Finding> findings;
  findings.reserve(verdict.flips.size() + verdict.scores.size() + verdict.cruxes.size());
  for (const auto& flip : verdict.flips) findings.push_back({"Change", flip_words(state, flip)});
  for (const auto& seat : verdict.scores) findings.push_back({"Scores", scores_words(state, seat)});
  for (const auto& crux : verdict.cruxes) findings.push_back({"Crux", crux});
  if (detail == Detail::full) {
    for (const auto& line : verdict.agreements) findings.push_back({"Agreed", line});
    for (const auto& claim : verdict.claims)
      findings.push_back({"Claim", claim_words(state, claim)});
  }
  for (const auto& one : verdict.unassessed) {
    findings.push_back({"No scores or claims", short_model(one.judge) + ": " + one.reason});
  }
  return findings;
}

std::string reason_words(std::string_view reason) {
  const auto* const found =
      std::ranges::find(kReasonWords, reason, &decltype(kReasonWords)::value_type::first);
  return found == kReasonWords.end() ? clean(reason) : std::string(found->second);
}

std::string flag_words(std::string_view flag) {
  const auto* const found =
      std::ranges::find(kFlagWords, flag, &decltype(kFlagWords)::value_type::first);
  if (found != kFlagWords.end()) return std::string(found->second);
  return spaced(flag);
}

}  // namespace quorum::terminal
