#include "terminal/plain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include "debate/record/read.hpp"
#include "terminal/text.hpp"
#include "terminal/words.hpp"

namespace quorum::terminal {
namespace {

using debate::State;
using Lines = std::vector<std::string>;

/// On one line, whatever the model wrote.
std::string one_line(std::string_view text) {
  std::string line;
  for (const auto& part : wrap(clean(text), SIZE_MAX)) {
    if (!line.empty() && !part.empty()) line += ' ';
    line += part;
  }
  return line;
}

std::string in_brackets(const std::vector<std::string>& words) {
  return words.empty() ? "" : fmt::format(" [{}]", fmt::join(words, ", "));
}

const debate::Turn* find_turn(const State& state, std::string_view turn_id) {
  const auto found = std::ranges::find_if(
      state.turns, [&](const debate::Turn& turn) { return turn.started.turn_id == turn_id; });
  return found == state.turns.end() ? nullptr : &*found;
}

std::string ballot_words(const State& state, const debate::JudgeVoted& vote) {
  return fmt::format("vote: {}, {} shown first: {}", clean(vote.judge),
                     clean(vote.order.substr(0, 1)), preference_words(state, vote_of(state, vote)));
}

std::string small_first(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] | 32);
  return text;
}

Lines verdict_lines(const State& state) {
  const auto verdict = read_verdict(state.verdict);
  if (!verdict) return {"verdict: cannot be read"};
  Lines lines{"verdict: " + outcome_title(state, *verdict)};
  if (!verdict->answer.empty()) lines.push_back("answer: " + one_line(verdict->answer));
  lines.push_back(margin_words(state, *verdict));
  for (const auto& reason : verdict->reasons) lines.push_back("reason: " + one_line(reason));
  for (const auto& finding : finding_words(state, *verdict, Detail::full)) {
    lines.push_back(one_line(small_first(finding.label) + ": " + finding.text));
  }
  for (const auto& flag : verdict->flags) lines.push_back("note: " + flag_words(flag));
  return lines;
}

/// Says what each kind of event adds.
struct Teller {
  const View& view;
  const State& state;

  Lines operator()(const debate::DebateStarted& event) const {
    Lines lines{fmt::format("debate {}: {}", clean(event.id), one_line(event.question))};
    for (const auto& seat : event.seats) {
      lines.push_back(fmt::format("seat {}: {}", seat_label(state, seat.id), clean(seat.model)));
    }
    if (auto words = small_models_words(state); !words.empty()) lines.push_back("note: " + words);
    return lines;
  }
  Lines operator()(const debate::RoundStarted& event) const {
    return {fmt::format("round {} of {}, {}", event.round, state.plan.rounds, round_words(event))};
  }
  Lines operator()(const debate::TurnFinished& event) const {
    const auto* turn = find_turn(state, event.turn_id);
    if (turn == nullptr) return {};
    const auto pace = pace_words(*turn, view.pace(event.turn_id));
    return {fmt::format("{}: {}{}", seat_label(state, turn->started.seat), one_line(event.text),
                        in_brackets(pace))};
  }
  Lines operator()(const debate::TurnFailed& event) const {
    const auto* turn = find_turn(state, event.turn_id);
    if (turn == nullptr) return {};
    return {fmt::format("{}: failed: {}{}", seat_label(state, turn->started.seat),
                        one_line(event.error.message), event.will_retry ? "; asked again" : "")};
  }
  Lines operator()(const debate::JudgeVoted& event) const { return {ballot_words(state, event)}; }
  Lines operator()(const debate::VerdictReached& event) const {
    return event.is_partial ? Lines{} : verdict_lines(state);
  }
  Lines operator()(const debate::DebateTurned& event) const {
    auto words = reason_words(event.reason);
    for (const auto& missing : event.missing) {
      words += (words.empty() ? "" : ", ") + seat_label(state, missing);
    }
    const auto why = words.empty() ? "" : ": " + words;
    switch (event.to) {
      case debate::Turning::paused: return {"paused" + why};
      case debate::Turning::resumed: return {"resumed" + why};
      case debate::Turning::degraded: return {"degraded" + why};
      case debate::Turning::failed: return {"failed" + why};
      case debate::Turning::cancelled: return {"cancelled" + why};
      case debate::Turning::completed: break;
    }
    const auto cost = cost_words(state.spent);
    return {
        fmt::format("completed: {} tokens{}", state.spent.tokens, cost.empty() ? "" : ", " + cost)};
  }
  template <typename Other>
  Lines operator()(const Other&) const {
    return {};
  }
};

/// As a quotation, so that no line of it can end the part it stands in.
std::string quoted(std::string_view text) {
  std::string block = "> ";
  for (const char letter : clean(text)) {
    block += letter;
    if (letter == '\n') block += "> ";
  }
  return block + "\n";
}

std::string verdict_markdown(const State& state) {
  const auto verdict = read_verdict(state.verdict);
  if (!verdict) return "## Verdict\n\nNone.\n";
  auto text = fmt::format("## Verdict: {}\n\n", outcome_title(state, *verdict));
  if (!verdict->answer.empty()) text += quoted(verdict->answer) + "\n";
  text += margin_words(state, *verdict) + "\n\n";
  for (const auto& reason : verdict->reasons) text += "- " + one_line(reason) + "\n";
  text += "\n| Judge | Shown first | Vote |\n| --- | --- | --- |\n";
  for (const auto& vote : verdict->votes) {
    text += fmt::format("| {} | {} | {} |\n", vote.judge,
                        vote.order.empty() ? "" : seat_label(state, vote.order.front()),
                        preference_words(state, vote));
  }
  const auto findings = finding_words(state, *verdict, Detail::full);
  if (!findings.empty()) text += "\n";
  for (const auto& finding : findings) {
    text += fmt::format("- {}: {}\n", finding.label, one_line(finding.text));
  }
  if (!verdict->flags.empty()) text += "\n";
  for (const auto& flag : verdict->flags) text += "- Note: " + flag_words(flag) + "\n";
  return text;
}

}  // namespace

std::vector<std::string> plain_lines(const View& view, const store::LogEvent& line) {
  const auto event = debate::read(line.name, line.data);
  if (!event) return {};
  return std::visit(Teller{view, view.state()}, *event);
}

std::string markdown(const View& view) {
  const auto& state = view.state();
  auto text = fmt::format("# {}\n\n", one_line(state.plan.question));
  for (const auto& seat : state.plan.seats) {
    text += fmt::format("- **{}**: `{}`\n", seat_label(state, seat.id), clean(seat.model));
  }
  if (const auto words = small_models_words(state); !words.empty()) text += "\n" + words + "\n";
  for (const auto& round : state.rounds) {
    text += fmt::format("\n## Round {}, {}\n", round.round, round_words(round));
    for (const auto& seat : state.plan.seats) {
      const auto* turn = view.turn(seat.id, round.round);
      if (turn == nullptr) continue;
      text += fmt::format("\n### {}\n\n{}", seat_label(state, seat.id), quoted(turn->text));
      if (turn->progress == debate::Progress::failed) {
        text += "\nFailed: " + one_line(turn->failed.error.message) + "\n";
      }
    }
  }
  text += "\n" + verdict_markdown(state);
  const auto cost = cost_words(state.spent);
  text += fmt::format("\n{} tokens{}. Debate `{}`, {}.\n", state.spent.tokens,
                      cost.empty() ? "" : ", " + cost, clean(state.plan.id), name(state.status));
  return text;
}

}  // namespace quorum::terminal
