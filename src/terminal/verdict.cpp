#include "terminal/verdict.hpp"

#include <algorithm>
#include <utility>

#include "core/try.hpp"
#include "json/value.hpp"
#include "terminal/text.hpp"

namespace quorum::terminal {
namespace {

using json::Value;

std::string text(Value value) { return clean(value.string().value_or("")); }

std::vector<std::string> texts(Value values) {
  std::vector<std::string> all;
  for (const auto value : values) all.push_back(text(value));
  return all;
}

Outcome read_outcome(std::string_view name) {
  if (name == "winner") return Outcome::winner;
  if (name == "tie") return Outcome::tie;
  if (name == "too_close") return Outcome::too_close;
  return Outcome::no_decision;
}

Vote read_vote(Value value) {
  Vote vote{.judge = text(value["judge"]), .order = texts(value["order"])};
  if (value["valid"].boolean().value_or(false)) vote.preference = value["preference"].number();
  return vote;
}

Scores read_scores(Value value) {
  Scores scores{.seat = text(value["seat"]), .total = value["total"].number()};
  for (const auto mean : value["scores"]) {
    if (const auto points = mean["mean"].number()) {
      scores.means.push_back({clean(mean.key()), *points});
    }
  }
  return scores;
}

Claim read_claim(Value value) {
  Claim claim{.seat = text(value["holders"][0]),
              .text = text(value["text"]),
              .status = text(value["status"])};
  const auto evidence = value["evidence"][0];
  if (evidence["quote_match"].boolean().value_or(false)) claim.quote = text(evidence["quote"]);
  return claim;
}

Flip read_flip(Value value) {
  return {.seat = text(value["seat"]),
          .from = text(value["from"]),
          .to = text(value["to"]),
          .round = value["round"].integer().value_or(0),
          .argued_by = texts(value["argued_by"])};
}

void read_findings(Value root, Verdict& verdict) {
  for (const auto seat : root["criteria"]) verdict.scores.push_back(read_scores(seat));
  for (const auto claim : root["claims"]) verdict.claims.push_back(read_claim(claim));
  for (const auto flip : root["did_debate_change_anything"]["flips"]) {
    verdict.flips.push_back(read_flip(flip));
  }
  for (const auto one : root["assessment"]["missing"]) {
    verdict.unassessed.push_back({text(one["judge"]), text(one["reason"])});
  }
  verdict.cruxes = texts(root["cruxes"]);
  verdict.agreements = texts(root["agreements"]);
}

}  // namespace

bool Verdict::has_flag(std::string_view flag) const {
  return std::ranges::find(flags, flag) != flags.end();
}

Result<Verdict> read_verdict(std::string_view json) {
  QUORUM_TRY(const auto document, json::Document::parse(json));
  const auto root = document.root();
  Verdict verdict{.outcome = read_outcome(root["outcome"].string().value_or("")),
                  .winner = text(root["winner"]),
                  .margin = root["margin"].number().value_or(0),
                  .low = root["panel"]["interval"][0].number().value_or(0),
                  .high = root["panel"]["interval"][1].number().value_or(0),
                  .answer = text(root["answer"]),
                  .reasons = texts(root["reasons"]),
                  .flags = texts(root["flags"])};
  for (const auto rank : root["ranking"]) {
    verdict.ranking.push_back({text(rank["seat"]), rank["score"].number().value_or(0)});
  }
  for (const auto vote : root["votes"]) verdict.votes.push_back(read_vote(vote));
  read_findings(root, verdict);
  std::ranges::sort(verdict.ranking, std::ranges::greater{}, &Rank::score);
  return verdict;
}

}  // namespace quorum::terminal
