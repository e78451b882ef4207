#include "debate/judging/assessment.hpp"

#include <algorithm>
#include <optional>

#include "debate/format/text.hpp"
#include "debate/judging/ballot.hpp"

namespace quorum::debate {
namespace {

using json::Value;
using json::Writer;

constexpr std::int64_t kPointsMax = 5;
constexpr std::size_t kClaimsMax = 8;
constexpr std::size_t kLinesMax = 4;
constexpr std::size_t kTextBytesMax = 400;
constexpr std::size_t kQuoteBytesMin = 8;  ///< Shorter ones stand in any text.

constexpr std::string_view kWords =
    R"("claims": at most 6 claims that matter most, each {"speaker": "A" or "B", "round": its )"
    R"(number, "claim": in your words, "quote": up to 20 words copied exactly from that speaker's )"
    R"(statement, "status": "upheld" (argued, and stands), "refuted" (shown to be wrong), )"
    R"("contested" (open between them), "conceded" (given up by its speaker) or "unverified" )"
    R"((cannot be judged from what was said)}; "cruxes": at most 3 short sentences on what the )"
    R"(difference between them turns on; "agreements": at most 3 on what both accept; )"
    R"("scores": for each speaker one each of the criteria "factual_support", "reasoning", )"
    R"("responsiveness" (to what was said against it), "new_information" and "fairness" )"
    R"((concedes what is due), as {"speaker", "criterion", "score": 1 poor, 3 sound with gaps, )"
    R"(5 without fault, or 0 where it cannot be assessed, "rounds": the numbers it rests on}; )";

// A list, since a schema with a member for each score is long, and is billed with every ballot. In
// it, zero stands for "cannot be assessed": not every provider takes a null in an enumeration.
constexpr std::string_view kSchema =
    R"({"type":"object","properties":{"claims":{"type":"array","items":{"type":"object",)"
    R"("properties":{"speaker":{"type":"string","enum":["A","B"]},"round":{"type":"integer"},)"
    R"("claim":{"type":"string"},"quote":{"type":"string"},"status":{"type":"string","enum":[)"
    R"("upheld","refuted","contested","conceded","unverified"]}},"required":["speaker","round",)"
    R"("claim","quote","status"],"additionalProperties":false}},)"
    R"("cruxes":{"type":"array","items":{"type":"string"}},)"
    R"("agreements":{"type":"array","items":{"type":"string"}},)"
    R"("scores":{"type":"array","items":{"type":"object","properties":{)"
    R"("speaker":{"type":"string","enum":["A","B"]},"criterion":{"type":"string","enum":[)"
    R"("factual_support","reasoning","responsiveness","new_information","fairness"]},)"
    R"("score":{"type":"integer","enum":[0,1,2,3,4,5]},"rounds":{"type":"array","items":{)"
    R"("type":"integer"}}},"required":["speaker","criterion","score","rounds"],)"
    R"("additionalProperties":false}},)"
    R"("better":{"type":"string","enum":["A","B","tie"]},)"
    R"("strength":{"type":"integer","enum":[0,1,2,3]},"reason":{"type":"string"}},)"
    R"("required":["claims","cruxes","agreements","scores","better","strength","reason"],)"
    R"("additionalProperties":false})";

template <typename T, std::size_t N>
std::optional<T> named(const std::array<T, N>& all, std::string_view text) {
  const auto found = std::ranges::find_if(all, [text](T one) { return name(one) == text; });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

std::string text_of(Value value) {
  return std::string(cut(value.string().value_or(""), kTextBytesMax));
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// The text with every run of space as one, and where each of its bytes stood.
struct Flat {
  std::string text{};
  std::vector<std::size_t> at{};
};

Flat flat(std::string_view text) {
  Flat out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_gap = is_space(text[i]);
    if (is_gap && (out.text.empty() || out.text.back() == ' ')) continue;
    out.text += is_gap ? ' ' : text[i];
    out.at.push_back(i);
  }
  return out;
}

/// Without the marks that are put around a quotation, or where it was cut.
std::string_view bare(std::string_view quote) {
  constexpr std::string_view kEdges = " \"'.";
  const auto first = quote.find_first_not_of(kEdges);
  if (first == std::string_view::npos) return {};
  return quote.substr(first, quote.find_last_not_of(kEdges) - first + 1);
}

bool find_quote(const Turn& turn, Claim& claim) {
  const auto wanted = flat(claim.quote).text;
  const auto quote = bare(wanted);
  if (quote.size() < kQuoteBytesMin) return false;
  const auto said = flat(turn.text);
  const auto at = said.text.find(quote);
  if (at == std::string::npos) return false;
  claim.turn = turn.started.turn_id;
  claim.from = said.at[at];
  claim.to = said.at[at + quote.size() - 1] + 1;
  return true;
}

/// In the round that was named first, then wherever the speaker said it.
void find_quote(const State& state, std::int64_t round, Claim& claim) {
  const auto* named_turn = state.answer(claim.seat, round);
  bool is_found = named_turn != nullptr && find_quote(*named_turn, claim);
  for (const auto* turn : state.answers(claim.seat)) {
    is_found = is_found || find_quote(*turn, claim);
  }
  if (!is_found) claim.standing = Standing::unverified;
}

const Seat* speaker(const std::vector<const Seat*>& seats, std::string_view called) {
  if (called == "A" && !seats.empty()) return seats[0];
  return called == "B" && seats.size() > 1 ? seats[1] : nullptr;
}

void read_claims(const State& state, const std::vector<const Seat*>& seats, Value claims,
                 Assessment& out) {
  for (const auto item : claims) {
    const auto* seat = speaker(seats, item["speaker"].string().value_or(""));
    const auto standing = named(kStandings, item["status"].string().value_or(""));
    Claim claim{.text = text_of(item["claim"]), .quote = text_of(item["quote"])};
    if (seat == nullptr || !standing || claim.text.empty()) continue;
    if (out.claims.size() == kClaimsMax) return;
    claim.seat = seat->id;
    claim.standing = *standing;
    find_quote(state, item["round"].integer().value_or(0), claim);
    out.claims.push_back(std::move(claim));
  }
}

std::optional<Score> read_score(const State& state, const Seat& seat, Value given) {
  const auto criterion = named(kCriteria, given["criterion"].string().value_or(""));
  const auto points = given["score"].integer();
  if (!criterion || !points || *points < 1 || *points > kPointsMax) return std::nullopt;
  Score score{.seat = seat.id, .criterion = *criterion, .points = *points};
  for (const auto round : given["rounds"]) {
    const auto* turn = state.answer(seat.id, round.integer().value_or(0));
    const auto id = turn == nullptr ? std::string() : turn->started.turn_id;
    const bool is_new = std::ranges::find(score.turns, id) == score.turns.end();
    if (!id.empty() && is_new) score.turns.push_back(id);
  }
  return score;
}

/// Of each seat in turn, each criterion once: the first that reads as asked.
void read_scores(const State& state, const std::vector<const Seat*>& seats, Value given,
                 Assessment& out) {
  for (const auto* seat : seats) {
    for (const auto item : given) {
      if (speaker(seats, item["speaker"].string().value_or("")) != seat) continue;
      auto score = read_score(state, *seat, item);
      const auto is_same = [&score](const Score& one) {
        return one.seat == score->seat && one.criterion == score->criterion;
      };
      if (score && std::ranges::none_of(out.scores, is_same)) {
        out.scores.push_back(*std::move(score));
      }
    }
  }
}

std::vector<std::string> read_lines(Value lines) {
  std::vector<std::string> all;
  for (const auto line : lines) {
    auto text = text_of(line);
    if (!text.empty() && all.size() < kLinesMax) all.push_back(std::move(text));
  }
  return all;
}

void write_lines(Writer& out, std::string_view key, const std::vector<std::string>& lines) {
  out.key(key).array();
  for (const auto& line : lines) out.string(line);
  out.end();
}

void write_claim(Writer& out, const Claim& claim) {
  out.object().key("seat").string(claim.seat).key("text").string(claim.text);
  out.key("quote").string(claim.quote).key("status").string(name(claim.standing));
  if (!claim.turn.empty()) {
    out.key("turn").string(claim.turn);
    out.key("span").array().number(claim.from).number(claim.to).end();
  }
  out.end();
}

Claim parse_claim(Value value) {
  return {
      .seat = std::string(value["seat"].string().value_or("")),
      .text = std::string(value["text"].string().value_or("")),
      .quote = std::string(value["quote"].string().value_or("")),
      .turn = std::string(value["turn"].string().value_or("")),
      .from = static_cast<std::size_t>(value["span"][0].integer().value_or(0)),
      .to = static_cast<std::size_t>(value["span"][1].integer().value_or(0)),
      .standing =
          named(kStandings, value["status"].string().value_or("")).value_or(Standing::unverified)};
}

std::vector<Score> parse_scores(Value criteria) {
  std::vector<Score> scores;
  for (const auto seat : criteria) {
    for (const auto one : seat) {
      const auto criterion = named(kCriteria, one.key());
      const auto points = one["score"].integer();
      if (!criterion || !points) continue;
      Score score{.seat = std::string(seat.key()), .criterion = *criterion, .points = *points};
      for (const auto turn : one["turns"]) score.turns.emplace_back(turn.string().value_or(""));
      scores.push_back(std::move(score));
    }
  }
  return scores;
}

}  // namespace

std::string_view name(Criterion criterion) {
  switch (criterion) {
    case Criterion::factual_support: return "factual_support";
    case Criterion::reasoning: return "reasoning";
    case Criterion::responsiveness: return "responsiveness";
    case Criterion::new_information: return "new_information";
    case Criterion::fairness: return "fairness";
  }
  return {};
}

std::string_view name(Standing standing) {
  switch (standing) {
    case Standing::upheld: return "upheld";
    case Standing::refuted: return "refuted";
    case Standing::contested: return "contested";
    case Standing::conceded: return "conceded";
    case Standing::unverified: return "unverified";
  }
  return {};
}

bool can_assess(const Judge& judge) { return judge.method != Method::log_odds && !judge.is_small; }

std::string_view assessment_words() { return kWords; }

std::string_view assessment_schema() { return kSchema; }

Assessment read_assessment(const State& state, std::string_view order, Value answer) {
  Assessment out;
  const auto seats = shown(state, order);
  read_claims(state, seats, answer["claims"], out);
  read_scores(state, seats, answer["scores"], out);
  out.cruxes = read_lines(answer["cruxes"]);
  out.agreements = read_lines(answer["agreements"]);
  return out;
}

void write_criteria(Writer& out, const std::vector<Score>& scores) {
  if (scores.empty()) {
    out.null();
    return;
  }
  out.object();
  std::string_view seat;
  for (const auto& score : scores) {
    if (seat != score.seat) {
      if (!seat.empty()) out.end();
      seat = score.seat;
      out.key(seat).object();
    }
    out.key(name(score.criterion)).object().key("score").number(score.points);
    write_lines(out, "turns", score.turns);
    out.end();
  }
  out.end().end();
}

std::string write(const Assessment& assessment) {
  std::string text;
  Writer out(text);
  out.object().key("criteria");
  write_criteria(out, assessment.scores);
  out.key("claims").array();
  for (const auto& claim : assessment.claims) write_claim(out, claim);
  out.end();
  write_lines(out, "cruxes", assessment.cruxes);
  write_lines(out, "agreements", assessment.agreements);
  out.end();
  return text;
}

Assessment parse_assessment(std::string_view json) {
  if (json.empty()) return {};
  const auto document = json::Document::parse(json);
  if (!document) return {};
  const auto root = document->root();
  Assessment out{.scores = parse_scores(root["criteria"])};
  for (const auto claim : root["claims"]) out.claims.push_back(parse_claim(claim));
  out.cruxes = read_lines(root["cruxes"]);
  out.agreements = read_lines(root["agreements"]);
  return out;
}

}  // namespace quorum::debate
