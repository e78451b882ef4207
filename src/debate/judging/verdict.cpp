#include "debate/judging/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "debate/format/sides.hpp"
#include "debate/format/text.hpp"
#include "debate/judging/ballot.hpp"
#include "debate/record/write.hpp"
#include "json/writer.hpp"

namespace quorum::debate {
namespace {

using json::Writer;

// Two answers of one seat that share this much of their words say the same.
constexpr double kRepetition = 0.8;

std::string own_title(const Seat& seat) {
  if (!seat.name.empty()) return seat.name;
  return seat.position.empty() ? seat.model : seat.position;
}

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == ',' || c == '.') {
      if (!word.empty()) words.insert(std::exchange(word, {}));
    } else {
      word += c;
    }
  }
  if (!word.empty()) words.insert(word);
  return words;
}

bool says_the_same(std::string_view a, std::string_view b) {
  const auto first = words_of(a);
  const auto second = words_of(b);
  const auto shared = std::ranges::count_if(
      first, [&second](const std::string& word) { return second.contains(word); });
  const auto all = static_cast<std::ptrdiff_t>(first.size() + second.size()) - shared;
  return all > 0 && static_cast<double>(shared) / static_cast<double>(all) >= kRepetition;
}

bool repeats_itself(const State& state, const Seat& seat) {
  const auto answers = state.answers(seat.id);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (says_the_same(answers[i]->text, answers[j]->text)) return true;
    }
  }
  return false;
}

bool any_turn(const State& state, bool (*has)(const Turn&)) {
  return std::ranges::any_of(state.turns, has);
}

bool is_all_small(const State& state) {
  const auto is_small = [](const Seat& seat) { return seat.profile != Profile::standard; };
  return std::ranges::all_of(state.plan.seats, is_small);
}

bool has_small(const State& state) {
  return std::ranges::any_of(state.plan.seats,
                             [](const Seat& seat) { return seat.profile != Profile::standard; }) ||
         std::ranges::any_of(state.plan.judges, &Judge::is_small);
}

std::vector<std::string_view> flags_of(const State& state, const ChairAnswer& chair) {
  const auto& judges = state.plan.judges;
  std::vector<std::string_view> flags;
  const auto raise = [&flags](bool condition, std::string_view flag) {
    if (condition) flags.push_back(flag);
  };
  raise(state.is_degraded || chair.error.has_value(), "degraded");
  raise(std::ranges::any_of(judges, &Judge::is_participant), "judge_is_participant");
  raise(std::ranges::any_of(judges, [](const Judge& one) { return !one.same_family_as.empty(); }),
        "judge_same_family");
  raise(state.heard().size() < state.plan.seats.size(), "missing_participant");
  raise(std::ranges::any_of(state.plan.seats,
                            [&](const Seat& seat) { return repeats_itself(state, seat); }),
        "repetition");
  raise(any_turn(state, [](const Turn& turn) { return has_tag(turn.text); }), "injection_attempt");
  raise(std::ranges::any_of(judges, [&](const Judge& judge) { return must_cut(state, judge); }),
        "truncated_input");
  raise(any_turn(state,
                 [](const Turn& turn) {
                   return turn.progress == Progress::finished &&
                          turn.finished.finish == llm::Finish::content_filter;
                 }),
        "refusal");
  raise(has_small(state), "small_models");
  raise(state.round.round < state.plan.rounds, "budget_stop");
  return flags;
}

void write_number_or_null(Writer& out, std::string_view key, std::optional<double> value) {
  out.key(key);
  value ? out.number(*value) : out.null();
}

void write_text_or_null(Writer& out, std::string_view key, std::string_view text) {
  out.key(key);
  text.empty() ? out.null() : out.string(text);
}

void write_interval(Writer& out, const Interval& interval) {
  out.key("interval").array().number(interval.low).number(interval.high).end();
}

void write_ranking(Writer& out, const Tally& tally) {
  out.key("ranking").array();
  for (const auto& rank : tally.ranking) {
    out.object().key("seat").string(rank.seat->id).key("score").number(rank.score);
    write_interval(out, rank.interval);
    out.end();
  }
  out.end().key("ranking_method").string("mean pairwise preference, both orders");
}

void write_panel(Writer& out, const State& state, const Tally& tally) {
  out.key("panel").object().key("judges").array();
  for (const auto& judge : state.plan.judges) {
    out.object().key("model").string(judge.model);
    write_text_or_null(out, "family", judge.family);
    out.key("is_participant").boolean(judge.is_participant).key("same_family_as").array();
    for (const auto& seat : judge.same_family_as) out.string(seat);
    out.end().end();
  }
  out.end().key("votes_valid").number(tally.votes_valid);
  out.key("votes_invalid").number(tally.votes_invalid);
  write_number_or_null(out, "swap_consistency", tally.swap_consistency);
  write_number_or_null(out, "agreement", tally.agreement);
  write_interval(out, tally.interval);
  out.key("interval_method").string(kIntervalMethod).end();
}

void write_vote(Writer& out, const State& state, const JudgeVoted& vote) {
  out.object().key("judge").string(vote.judge).key("order").array();
  for (const auto* seat : shown(state, vote.order)) out.string(seat->id);
  out.end().key("valid").boolean(vote.valid);
  out.key("method").string(vote.method == Method::structured ? "structured" : "log_odds");
  write_number_or_null(out, "preference", vote.valid ? vote.preference : std::nullopt);
  out.key("criteria").null();
  write_text_or_null(out, "reason", vote.reason);
  out.end();
}

void write_votes(Writer& out, const State& state) {
  out.key("votes").array();
  for (const auto& ballot : state.ballots) {
    if (ballot.progress == Progress::finished) write_vote(out, state, ballot.voted);
  }
  out.end();
}

/// Which of the question's sides an answer's last line takes; empty where it is not plain.
std::string side_taken(const State& state, const Turn& turn) {
  const auto words = words_of(position_line(turn.text));
  std::string taken;
  for (const auto& side : sides_of(state.plan.question)) {
    const auto names = words_of(side);
    const bool is_named = std::ranges::any_of(words, [&names](const std::string& word) {
      return std::ranges::any_of(names, [&word](const std::string& part) {
        return std::ranges::equal(word, part, [](char a, char b) { return (a | 32) == (b | 32); });
      });
    });
    if (is_named && !taken.empty()) return {};
    if (is_named) taken = side;
  }
  return taken;
}

// Only a change from one side of the question to another is told: a position in other words is not
// a change of mind, and a seat that was given its side has none.
void write_change(Writer& out, const State& state) {
  struct Flip {
    std::string seat, from, to;
  };
  std::vector<Flip> flips;
  bool can_tell = false;
  for (const auto* seat : state.heard()) {
    const auto answers = state.answers(seat->id);
    if (!seat->position.empty() || answers.size() < 2) continue;
    const auto from = side_taken(state, *answers.front());
    const auto to = side_taken(state, *answers.back());
    if (from.empty() || to.empty()) continue;
    can_tell = true;
    if (from != to) flips.push_back({seat->id, from, to});
  }
  out.key("did_debate_change_anything");
  if (!can_tell) {
    out.null();
    return;
  }
  out.object().key("first_round_winner").null().key("flips").array();
  for (const auto& flip : flips) {
    out.object().key("seat").string(flip.seat).key("from").string(flip.from);
    out.key("to").string(flip.to).end();
  }
  out.end().end();
}

/// Why some judge saw it the other way.
std::string minority_report(const State& state, const Tally& tally) {
  if (tally.winner == nullptr) return {};
  const char best = letter(state.index(tally.winner->id));
  for (const auto& ballot : state.ballots) {
    const auto& vote = ballot.voted;
    if (!vote.valid || !vote.preference || vote.reason.empty()) continue;
    const double sign = vote.order.front() == best ? 1 : (vote.order.back() == best ? -1 : 0);
    if (sign * *vote.preference < 0) return vote.reason;
  }
  return {};
}

std::vector<std::string> reasons_of(const State& state, const Tally& tally,
                                    const ChairAnswer& chair) {
  std::vector<std::string> reasons;
  if (!chair.reason.empty()) reasons.push_back(chair.reason);
  if (tally.winner == nullptr) return reasons;
  const char best = letter(state.index(tally.winner->id));
  for (const auto& ballot : state.ballots) {
    const auto& vote = ballot.voted;
    if (!vote.valid || !vote.preference || vote.reason.empty()) continue;
    const double sign = vote.order.front() == best ? 1 : (vote.order.back() == best ? -1 : 0);
    if (sign * *vote.preference > 0) reasons.push_back(vote.reason);
  }
  return reasons;
}

std::string answer_from_votes(const State& state, const Tally& tally, const ChairAnswer& chair) {
  auto text = in_words(state, tally);
  if (!chair.reason.empty()) text += " " + chair.reason;
  if (is_all_small(state)) {
    text +=
        " The speakers were small local models, which write and judge poorly: take this as a "
        "demonstration, not as advice.";
  }
  return text;
}

void write_answer(Writer& out, const State& state, const Tally& tally, const ChairAnswer& chair) {
  out.key("answer").string(chair.text.empty() ? answer_from_votes(state, tally, chair)
                                              : chair.text);
  out.key("reasons").array();
  for (const auto& reason : reasons_of(state, tally, chair)) out.string(reason);
  out.end();
  if (!state.plan.chair || state.plan.chair->model.empty()) return;
  out.key("chair").object().key("model").string(state.plan.chair->model);
  out.key("wrote_answer").boolean(!chair.text.empty());
  if (chair.error) {
    out.key("error").object().key("type").string(chair.error->type);
    out.key("message").string(chair.error->message).end();
  }
  out.key("usage");
  write_usage(out, chair.usage);
  out.key("cost_usd");
  write_usd(out, chair.cost_usd);
  out.end();
}

std::string write_verdict(const State& state, const ChairAnswer* chair) {
  const ChairAnswer nothing;
  const auto tally = count(state);
  std::string text;
  Writer out(text);
  out.object().key("schema_version").number(std::int64_t{1});
  out.key("debate_id").string(state.plan.id);
  out.key("question_type").string(name(type_of(state.plan.question)));
  out.key("outcome").string(name(tally.outcome));
  write_text_or_null(out, "winner", tally.winner == nullptr ? "" : tally.winner->id);
  out.key("margin").number(tally.margin);
  write_ranking(out, tally);
  if (chair != nullptr) write_answer(out, state, tally, *chair);
  write_panel(out, state, tally);
  write_votes(out, state);
  write_change(out, state);
  write_text_or_null(out, "minority_report", minority_report(state, tally));
  out.key("flags").array();
  for (const auto flag : flags_of(state, chair == nullptr ? nothing : *chair)) out.string(flag);
  out.end().end();
  return text;
}

}  // namespace

std::string title(const State& state, const Seat& seat) {
  auto own = own_title(seat);
  const auto same = std::ranges::count_if(
      state.plan.seats, [&own](const Seat& other) { return own_title(other) == own; });
  if (same > 1) own += " (" + seat.id + ")";
  return own;
}

std::string in_words(const State& state, const Tally& tally) {
  if (tally.outcome == Outcome::no_decision) {
    return state.heard().size() < 2
               ? "No decision: fewer than two participants answered, so nothing could be compared."
               : "No decision: no judge gave a valid vote in both orders.";
  }
  const auto leader = title(state, *tally.ranking[0].seat);
  const auto next = title(state, *tally.ranking[1].seat);
  const auto figures =
      fmt::format("(margin {:.2f} on a scale from -1 to 1, 95 % interval {:.2f} to {:.2f})",
                  tally.margin, tally.interval.low, tally.interval.high);
  switch (tally.outcome) {
    case Outcome::winner:
      return fmt::format("The votes prefer {} over {} {}.", leader, next, figures);
    case Outcome::tie: return fmt::format("A tie between {} and {} {}.", leader, next, figures);
    default:
      return fmt::format("Too close to call, with {} slightly ahead of {} {}.", leader, next,
                         figures);
  }
}

VerdictReached partial_verdict(const State& state) {
  return {.is_partial = true, .json = write_verdict(state, nullptr)};
}

VerdictReached verdict(const State& state, const ChairAnswer& chair) {
  return {.is_partial = false,
          .json = write_verdict(state, &chair),
          .usage = chair.usage,
          .cost_usd = chair.cost_usd};
}

}  // namespace quorum::debate
