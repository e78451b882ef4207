#pragma once
/// One ballot: what a judge is shown, and what its answer means.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "debate/record/state.hpp"
#include "llm/chat.hpp"
#include "llm/delta.hpp"

namespace quorum::debate {

/// The seats of an order such as `BA`: first shown first. Empty where a letter has no seat.
std::vector<const Seat*> shown(const State& state, std::string_view order);

/// The chat that asks for a vote. Whoever is shown first is Speaker A there, whatever its letter in
/// the log: so that reading both orders cancels a love of A as well as one of the first place.
llm::Chat ballot_chat(const State& state, const Judge& judge, std::string_view order);

/// Asks once more for JSON, after `answer` was none.
llm::Chat repair_chat(const State& state, const Judge& judge, std::string_view order,
                      std::string_view answer);

/// What a judge's answer means.
struct Reading {
  double preference = 0;  ///< -1 to 1 towards the seat shown first.
  std::string raw;        ///< JSON.
  std::string reason{};
  std::string assessment{};  ///< JSON (`assessment.hpp`), or empty.
};

/// `logprobs` of " A" and " B", in that order.
Result<Reading> read_odds(const std::vector<double>& logprobs);

/// The token that is the value of "better", where its alternatives hold both A and B.
Result<Reading> read_token_odds(const std::vector<llm::TokenLogprob>& tokens);

/// The JSON object in `answer`, whatever stands around it.
Result<Reading> read_structured(const State& state, std::string_view order,
                                std::string_view answer);

/// Asks a small judge to say why, the winner being fixed. Its answer continues `reason_lead`.
llm::Chat reason_chat(const State& state, const Judge& judge, const Seat& winner);
std::string reason_lead(const State& state, const Seat& winner);

/// Asks the chair for the answer, the votes being in. It decides nothing.
llm::Chat chair_chat(const State& state, std::string_view outcome_in_words);

std::int64_t vote_tokens_max(const Judge& judge);
std::int64_t chair_tokens_max(const Judge& chair);

/// Whether what the judge reads had to be cut to what it can read.
bool must_cut(const State& state, const Judge& judge);

}  // namespace quorum::debate
