#include "debate/judging/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "debate/format/sides.hpp"
#include "debate/judging/ballot.hpp"
#include "debate/judging/conduct.hpp"
#include "debate/judging/findings.hpp"
#include "debate/judging/flags.hpp"
#include "debate/record/write.hpp"
#include "json/writer.hpp"

namespace quorum::debate {
namespace {

using json::Writer;

std::string own_title(const Seat& seat) {
  if (!seat.name.empty()) return seat.name;
  return seat.position.empty() ? seat.model : seat.position;
}

bool is_all_small(const State& state) {
  const auto is_small = [](const Seat& seat) { return seat.profile != Profile::standard; };
  return std::ranges::all_of(state.plan.seats, is_small);
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
  out.key("criteria");
  write_criteria(out, parse_assessment(vote.assessment).scores);
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

void write_list(Writer& out, std::string_view key, const std::vector<std::string>& texts) {
  out.key(key).array();
  for (const auto& text : texts) out.string(text);
  out.end();
}

void write_flips(Writer& out, const Conduct& conduct) {
  out.key("flips").array();
  for (const auto& flip : conduct.flips) {
    out.object().key("seat").string(flip.seat->id).key("from").string(flip.from);
    out.key("to").string(flip.to).key("turn").string(flip.turn->started.turn_id);
    out.key("round").number(flip.turn->started.round);
    write_list(out, "argued_by", flip.argued_by);
    out.key("unforced").boolean(flip.argued_by.empty()).end();
  }
  out.end().key("drifts").array();
  for (const auto& drift : conduct.drifts) {
    out.object().key("seat").string(drift.seat->id).key("kind").string(name(drift.kind));
    out.key("turn").string(drift.turn->started.turn_id).end();
  }
  out.end();
}

/// What the rounds after the first have cost: the price of debating instead of just asking.
void write_extra_cost(Writer& out, const State& state) {
  Spend extra;
  for (const auto& turn : state.turns) {
    if (turn.progress != Progress::finished || turn.started.round < 2) continue;
    extra.tokens += turn.finished.usage.total();
    extra.usd += turn.finished.cost_usd.value_or(Money{});
    extra.has_unknown_price = extra.has_unknown_price || !turn.finished.cost_usd;
  }
  out.key("extra_tokens").number(extra.tokens).key("extra_usd");
  write_usd(out, extra.has_unknown_price ? std::nullopt : std::optional<Money>(extra.usd));
}

/// Null where no seat's position is plain in two of its answers, so that nobody can tell.
void write_change(Writer& out, const State& state, const Conduct& conduct) {
  out.key("did_debate_change_anything");
  if (!conduct.can_tell && conduct.drifts.empty()) {
    out.null();
    return;
  }
  out.object();
  write_text_or_null(out, "first_round_winner", conduct.first_side);
  write_text_or_null(out, "last_round_winner", conduct.last_side);
  out.key("first_round_votes").object();
  for (const auto& [side, count] : conduct.first_votes) out.key(side).number(count);
  out.end();
  write_flips(out, conduct);
  write_extra_cost(out, state);
  out.end();
}

void write_scores(Writer& out, const std::vector<SeatScores>& all) {
  out.key("criteria").array();
  for (const auto& seat : all) {
    out.object().key("seat").string(seat.seat->id).key("scores").object();
    for (const auto& mean : seat.scores) {
      out.key(name(mean.criterion)).object().key("mean").number(mean.points);
      out.key("order_gap").number(mean.order_gap).key("ballots").number(mean.ballots).end();
    }
    out.end();
    write_number_or_null(out, "total", seat.total);
    out.end();
  }
  out.end();
}

void write_claim(Writer& out, std::size_t number, const ClaimFinding& finding) {
  const auto& claim = finding.claim;
  out.object().key("id").string("c" + std::to_string(number)).key("text").string(claim.text);
  write_list(out, "holders", {claim.seat});
  write_text_or_null(out, "first_turn", finding.first_turn);
  out.key("status").string(name(finding.standing)).key("evidence").array();
  if (!claim.quote.empty()) {
    const bool is_there = !claim.turn.empty();
    out.object().key("quote").string(claim.quote).key("quote_match").boolean(is_there);
    write_text_or_null(out, "turn", claim.turn);
    if (is_there) out.key("span").array().number(claim.from).number(claim.to).end();
    out.end();
  }
  out.end().key("opinions").array();
  for (const auto& one : finding.opinions) {
    out.object().key("judge").string(one.judge).key("order").string(one.order);
    out.key("status").string(name(one.standing)).end();
  }
  out.end().end();
}

/// How far scores, claims and cruxes can be relied on, and why there may be none.
void write_assessment(Writer& out, const Findings& findings) {
  out.key("assessment").object().key("ballots").number(findings.ballots);
  out.key("scores_against_vote").number(findings.scores_against_vote);
  out.key("cruxes_named_by").array();
  for (const auto& crux : findings.cruxes) out.number(crux.ballots);
  out.end().key("missing").array();
  for (const auto& one : findings.unassessed) {
    out.object().key("judge").string(one.judge).key("reason").string(one.reason).end();
  }
  out.end().end();
}

void write_findings(Writer& out, const Findings& findings) {
  const auto texts = [](const std::vector<LineFinding>& lines) {
    std::vector<std::string> all;
    all.reserve(lines.size());
    for (const auto& line : lines) all.push_back(line.text);
    return all;
  };
  write_scores(out, findings.scores);
  out.key("claims").array();
  std::vector<std::string> disagreements;
  for (std::size_t i = 0; i < findings.claims.size(); ++i) {
    write_claim(out, i + 1, findings.claims[i]);
    if (findings.claims[i].standing == Standing::contested) {
      disagreements.push_back(findings.claims[i].claim.text);
    }
  }
  out.end();
  write_list(out, "cruxes", texts(findings.cruxes));
  write_list(out, "agreements", texts(findings.agreements));
  write_list(out, "disagreements", disagreements);
  write_assessment(out, findings);
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
    // One judge may say the same in both orders.
    const bool is_new = std::ranges::find(reasons, vote.reason) == reasons.end();
    if (sign * *vote.preference > 0 && is_new) reasons.push_back(vote.reason);
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
  const auto answer = chair == nullptr ? ChairAnswer{} : *chair;
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
  if (chair != nullptr) write_answer(out, state, tally, answer);
  write_panel(out, state, tally);
  write_votes(out, state);
  write_findings(out, find(state));
  const auto conduct = conduct_of(state);
  write_change(out, state, conduct);
  write_text_or_null(out, "minority_report", minority_report(state, tally));
  const auto chair_state = answer.error ? Chair::failed : Chair::sound;
  out.key("flags").array();
  for (const auto flag : flags_of(state, conduct, chair_state)) out.string(flag);
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
