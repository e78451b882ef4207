#include "debate/judging/findings.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "debate/format/words.hpp"
#include "debate/judging/ballot.hpp"

namespace quorum::debate {
namespace {

constexpr std::size_t kClaimsMax = 12;
constexpr std::size_t kLinesMax = 5;

// Two sentences that share this much of their words of substance say about the same.
constexpr double kSameClaim = 0.5;
constexpr double kSameLine = 0.4;

struct Held {
  const JudgeVoted* vote = nullptr;
  Assessment assessment{};
};

/// The items of which `count` gives more come first; equals stay as they came.
template <typename T, typename Count>
void put_first(std::vector<T>& items, Count count) {
  for (auto at = items.begin(); at != items.end(); ++at) {
    const auto place = std::ranges::find_if(
        items.begin(), at, [&](const T& other) { return count(other) < count(*at); });
    std::rotate(place, at, at + 1);
  }
}

std::vector<Held> held_by_ballots(const State& state) {
  std::vector<Held> all;
  for (const auto& ballot : state.ballots) {
    if (ballot.progress != Progress::finished || !ballot.voted.valid) continue;
    auto assessment = parse_assessment(ballot.voted.assessment);
    if (!assessment.is_empty()) all.push_back({&ballot.voted, std::move(assessment)});
  }
  return all;
}

std::string reversed(std::string_view order) { return {order.rbegin(), order.rend()}; }

const Held* in_other_order(const std::vector<Held>& all, const Held& one) {
  const auto other = reversed(one.vote->order);
  const auto found = std::ranges::find_if(all, [&](const Held& held) {
    return held.vote->judge == one.vote->judge && held.vote->order == other;
  });
  return found == all.end() ? nullptr : &*found;
}

std::optional<std::int64_t> points(const Assessment& assessment, const Seat& seat,
                                   Criterion criterion) {
  const auto found = std::ranges::find_if(assessment.scores, [&](const Score& score) {
    return score.seat == seat.id && score.criterion == criterion;
  });
  return found == assessment.scores.end() ? std::nullopt : std::optional(found->points);
}

std::optional<MeanScore> mean_score(const std::vector<Held>& all, const Seat& seat,
                                    Criterion criterion) {
  MeanScore mean{.criterion = criterion};
  for (const auto& held : all) {
    const auto* other = in_other_order(all, held);
    if (other == nullptr) continue;
    const auto here = points(held.assessment, seat, criterion);
    const auto there = points(other->assessment, seat, criterion);
    if (!here || !there) continue;
    // Every pair of orders is met twice, once from each side.
    mean.points += static_cast<double>(*here);
    mean.order_gap += std::abs(static_cast<double>(*here - *there));
    ++mean.ballots;
  }
  if (mean.ballots == 0) return std::nullopt;
  mean.points /= static_cast<double>(mean.ballots);
  mean.order_gap /= static_cast<double>(mean.ballots);
  return mean;
}

std::vector<SeatScores> scores_of(const State& state, const std::vector<Held>& all) {
  std::vector<SeatScores> scores;
  for (const auto* seat : state.heard()) {
    SeatScores own{.seat = seat};
    double sum = 0;
    for (const auto criterion : kCriteria) {
      if (const auto mean = mean_score(all, *seat, criterion)) {
        own.scores.push_back(*mean);
        sum += mean->points;
      }
    }
    if (own.scores.size() == kCriteria.size()) own.total = sum;
    if (!own.scores.empty()) scores.push_back(std::move(own));
  }
  return scores;
}

/// Whether what one ballot scores favours the speaker whom its own vote does not. Only criteria on
/// which it scored both are compared.
bool contradicts_itself(const State& state, const Held& held) {
  const auto preference = held.vote->preference.value_or(0);
  const auto seats = shown(state, held.vote->order);
  if (preference == 0 || seats.size() != 2) return false;
  std::int64_t lead = 0;
  for (const auto criterion : kCriteria) {
    const auto first = points(held.assessment, *seats[0], criterion);
    const auto second = points(held.assessment, *seats[1], criterion);
    if (first && second) lead += *first - *second;
  }
  return static_cast<double>(lead) * preference < 0;
}

bool do_overlap(const Claim& a, const Claim& b) {
  if (a.turn.empty() || a.turn != b.turn) return false;
  const auto from = std::max(a.from, b.from);
  const auto to = std::min(a.to, b.to);
  const auto shorter = std::min(a.to - a.from, b.to - b.from);
  return to > from && (to - from) * 2 >= shorter;
}

bool is_same(const Claim& a, const Claim& b) {
  if (a.seat != b.seat) return false;
  return do_overlap(a, b) || overlap(content_words(a.text), content_words(b.text)) >= kSameClaim;
}

/// Where ballots that judge the claim differ it is contested; what nobody judged in both orders, or
/// never stood in the transcript, is unverified. To say "unverified" is no judgment.
Standing settled(const ClaimFinding& finding) {
  std::vector<Opinion> decided;
  std::ranges::copy_if(finding.opinions, std::back_inserter(decided),
                       [](const Opinion& one) { return one.standing != Standing::unverified; });
  if (decided.empty() || finding.claim.turn.empty()) return Standing::unverified;
  const auto first = decided.front().standing;
  const auto differs = [first](const Opinion& one) { return one.standing != first; };
  if (std::ranges::any_of(decided, differs)) return Standing::contested;
  const auto has_both = [&decided](const Opinion& one) {
    return std::ranges::any_of(decided, [&one](const Opinion& other) {
      return other.judge == one.judge && other.order == reversed(one.order);
    });
  };
  return std::ranges::any_of(decided, has_both) ? first : Standing::unverified;
}

/// The first turn of its seat that has the quoted words; empty where none has.
std::string first_turn(const State& state, const Claim& claim) {
  const auto answers = state.answers(claim.seat);
  const auto in = std::ranges::find_if(
      answers, [&claim](const Turn* turn) { return turn->started.turn_id == claim.turn; });
  if (in == answers.end()) return {};
  const auto words = std::string_view((*in)->text).substr(claim.from, claim.to - claim.from);
  const auto first = std::ranges::find_if(
      answers, [words](const Turn* turn) { return turn->text.find(words) != std::string::npos; });
  return (*first)->started.turn_id;
}

void add_opinion(ClaimFinding& finding, const JudgeVoted& vote, Standing standing) {
  const auto is_same_ballot = [&vote](const Opinion& one) {
    return one.judge == vote.judge && one.order == vote.order;
  };
  if (std::ranges::any_of(finding.opinions, is_same_ballot)) return;
  finding.opinions.push_back({vote.judge, vote.order, standing});
}

std::vector<ClaimFinding> claims_of(const State& state, const std::vector<Held>& all) {
  std::vector<ClaimFinding> findings;
  for (const auto& held : all) {
    for (const auto& claim : held.assessment.claims) {
      auto found = std::ranges::find_if(
          findings, [&claim](const ClaimFinding& one) { return is_same(one.claim, claim); });
      if (found == findings.end()) found = findings.insert(found, {.claim = claim});
      if (found->claim.turn.empty() && !claim.turn.empty()) found->claim = claim;
      add_opinion(*found, *held.vote, claim.standing);
    }
  }
  for (auto& finding : findings) {
    finding.standing = settled(finding);
    finding.first_turn = first_turn(state, finding.claim);
  }
  put_first(findings, [](const ClaimFinding& one) { return one.opinions.size(); });
  if (findings.size() > kClaimsMax) findings.resize(kClaimsMax);
  return findings;
}

std::vector<LineFinding> lines_of(const std::vector<Held>& all,
                                  std::vector<std::string> Assessment::* which) {
  struct Found {
    LineFinding line{};
    const Held* last = nullptr;  ///< A ballot counts once, however often it says it.
  };
  std::vector<Found> found;
  for (const auto& held : all) {
    for (const auto& text : held.assessment.*which) {
      const auto words = content_words(text);
      const auto same = std::ranges::find_if(found, [&](const Found& one) {
        return overlap(content_words(one.line.text), words) >= kSameLine;
      });
      if (same == found.end()) {
        found.push_back({{.text = text, .ballots = 1}, &held});
      } else if (std::exchange(same->last, &held) != &held) {
        ++same->line.ballots;
      }
    }
  }
  std::vector<LineFinding> lines;
  lines.reserve(found.size());
  for (auto& one : found) lines.push_back(std::move(one.line));
  put_first(lines, [](const LineFinding& one) { return one.ballots; });
  if (lines.size() > kLinesMax) lines.resize(kLinesMax);
  return lines;
}

std::vector<Unassessed> unassessed_of(const State& state, const std::vector<Held>& all) {
  std::vector<Unassessed> none;
  for (const auto& judge : state.plan.judges) {
    const auto gave = [&judge](const Held& held) { return held.vote->judge == judge.model; };
    if (std::ranges::any_of(all, gave)) continue;
    std::string reason = "It gave no valid assessment with its votes.";
    if (judge.method == Method::log_odds) {
      reason = "It is measured by log-probabilities, which give a preference and nothing else.";
    } else if (!can_assess(judge)) {
      reason = "It is too small to be asked for more than a preference.";
    } else if (state.ballots.empty()) {
      reason = "It had no two seats to compare.";
    }
    none.push_back({judge.model, std::move(reason)});
  }
  return none;
}

}  // namespace

Findings find(const State& state) {
  const auto all = held_by_ballots(state);
  Findings findings{.scores = scores_of(state, all),
                    .claims = claims_of(state, all),
                    .cruxes = lines_of(all, &Assessment::cruxes),
                    .agreements = lines_of(all, &Assessment::agreements),
                    .ballots = static_cast<std::int64_t>(all.size()),
                    .unassessed = unassessed_of(state, all)};
  findings.scores_against_vote = std::ranges::count_if(
      all, [&state](const Held& held) { return contradicts_itself(state, held); });
  return findings;
}

}  // namespace quorum::debate
