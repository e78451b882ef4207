#pragma once
/// The verdict put together: `schemas/verdict.schema.json`.

#include <optional>
#include <string>

#include "debate/judging/tally.hpp"
#include "debate/record/state.hpp"

namespace quorum::debate {

/// What the chair wrote, or that it failed.
struct ChairAnswer {
  std::string text{};    ///< The answer; empty: it is put together from the votes.
  std::string reason{};  ///< Of a small judge, the winner being fixed.
  llm::Usage usage{};
  std::optional<Money> cost_usd{};
  std::optional<Failure> error{};
};

/// Before the chair has spoken: everything but the answer.
VerdictReached partial_verdict(const State& state);

VerdictReached verdict(const State& state, const ChairAnswer& chair);

/// One sentence: who is ahead and how sure that is.
std::string in_words(const State& state, const Tally& tally);

/// What people call a seat: its name, its position or its model; its id where two share one.
std::string title(const State& state, const Seat& seat);

}  // namespace quorum::debate
