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
  std::ranges::sort(verdict.ranking, std::ranges::greater{}, &Rank::score);
  return verdict;
}

}  // namespace quorum::terminal
