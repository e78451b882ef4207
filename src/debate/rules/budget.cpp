#include "debate/rules/budget.hpp"

#include <algorithm>

#include "debate/format/prompt.hpp"
#include "debate/judging/assessment.hpp"
#include "debate/judging/ballot.hpp"

namespace quorum::debate {
namespace {

constexpr std::int64_t kMessageTokens = 24;   ///< Of a template, around one message.
constexpr std::int64_t kBallotTokens = 2100;  ///< Of a ballot's own words, its schema included.
constexpr std::int64_t kVoteTokens = 1400;    ///< Of one that asks for a preference alone.
constexpr std::int64_t kOddsTokens = 160;
constexpr std::int64_t kChairTokens = 1000;

bool is_letter(char c) { return c == ' ' || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

Spend price_of(const std::optional<llm::Price>& price, std::int64_t read, std::int64_t written) {
  Spend spend{.tokens = read + written, .has_unknown_price = !price.has_value()};
  if (price) spend.usd = price->prompt * read + price->completion * written;
  return spend;
}

std::int64_t read_tokens(const llm::Chat& chat) {
  std::int64_t read = kMessageTokens;
  for (const auto& message : chat.messages) read += tokens_at_most(message.text()) + kMessageTokens;
  // Some providers put the schema before the model as text, and bill it.
  if (chat.format) read += tokens_at_most(chat.format->schema);
  return read;
}

/// What a judge may have to read of one seat when this round is over.
std::int64_t statement_tokens(const State& state, const Seat& seat) {
  const auto is_of_round = [&](const Turn& turn) {
    return turn.started.seat == seat.id && turn.started.round == state.round.round;
  };
  std::int64_t sum = std::ranges::none_of(state.turns, is_of_round) ? seat.tokens_max : 0;
  for (const auto& turn : state.turns) {
    if (turn.started.seat != seat.id) continue;
    if (turn.progress == Progress::finished) {
      sum += tokens_at_most(turn.text) + kMessageTokens;
    } else if (turn.progress == Progress::open) {
      sum += seat.tokens_max;
    }
  }
  return sum;
}

/// Which seats the judges will compare: while the rounds last, any may still speak.
std::vector<const Seat*> to_judge(const State& state) {
  if (state.has_partial_verdict) return state.heard();
  std::vector<const Seat*> all;
  all.reserve(state.plan.seats.size());
  for (const auto& seat : state.plan.seats) all.push_back(&seat);
  return all;
}

bool is_in(const State& state, const Judge& judge, std::string_view order) {
  return std::ranges::any_of(state.ballots, [&](const Ballot& ballot) {
    return ballot.started.judge == judge.model && ballot.started.order == order &&
           ballot.progress != Progress::failed;
  });
}

/// A repair reads the ballot and its first answer again.
Spend worst_asking(const Judge& judge, std::int64_t read) {
  const auto times = judge.method == Method::log_odds ? 1 : 2;
  const auto written = vote_tokens_max(judge);
  return price_of(judge.price, read * times + (times - 1) * written, written * times);
}

Spend worst_ballot(const State& state, const Judge& judge, const Seat& first, const Seat& second) {
  const auto written = can_assess(judge) ? kBallotTokens : kVoteTokens;
  const auto own = judge.method == Method::log_odds ? kOddsTokens : written;
  const auto read = own + tokens_at_most(state.plan.question) + statement_tokens(state, first) +
                    statement_tokens(state, second);
  return worst_asking(judge, read);
}

}  // namespace

Spend worst_chair(const State& state) {
  if (!state.plan.chair) return {};
  auto read = kChairTokens + tokens_at_most(state.plan.question);
  for (const auto& seat : state.plan.seats) read += statement_tokens(state, seat);
  return price_of(state.plan.chair->price, read, chair_tokens_max(*state.plan.chair));
}

std::int64_t tokens_at_most(std::string_view text) {
  // No tokenizer spends more than a token on two letters of a word, or on one byte of anything.
  const auto letters = std::ranges::count_if(text, is_letter);
  return static_cast<std::int64_t>(text.size()) - letters + (letters + 1) / 2;
}

Spend worst_case(const llm::Chat& chat, std::int64_t tokens_max,
                 const std::optional<llm::Price>& price) {
  return price_of(price, read_tokens(chat), tokens_max);
}

Spend worst_vote(const State& state, const Judge& judge, std::string_view order) {
  return worst_asking(judge, read_tokens(ballot_chat(state, judge, order)));
}

Spend worst_round(const State& state) {
  Spend sum;
  for (const auto& seat : state.plan.seats) {
    sum += worst_case(turn_chat(state, seat), seat.tokens_max, seat.price);
  }
  return sum;
}

Spend worst_judging(const State& state) {
  Spend sum;
  const auto seats = to_judge(state);
  for (const auto& judge : state.plan.judges) {
    for (const auto* first : seats) {
      for (const auto* second : seats) {
        const std::string order{letter(state.index(first->id)), letter(state.index(second->id))};
        if (first == second || is_in(state, judge, order)) continue;
        sum += worst_ballot(state, judge, *first, *second);
      }
    }
  }
  return sum += worst_chair(state);
}

bool fits(const State& state, const Spend& extra) {
  auto sum = state.spent;
  sum += state.reserved();
  sum += extra;
  const auto& caps = state.plan.budget;
  return (!caps.usd || sum.usd <= *caps.usd) && (!caps.tokens || sum.tokens <= *caps.tokens);
}

std::optional<std::int64_t> ms_left(const State& state, Stage stage) {
  if (!state.plan.budget.seconds) return std::nullopt;
  const auto all = *state.plan.budget.seconds * 1000;
  const auto cap = stage == Stage::arguing ? all * 4 / 5 : all;
  return std::max<std::int64_t>(cap - state.active_ms, 0);
}

bool has_time(const State& state, Stage stage) {
  const auto left = ms_left(state, stage);
  return !left || *left > 0;
}

}  // namespace quorum::debate
