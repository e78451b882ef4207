#include "table.hpp"

#include <fmt/format.h>

#include "verdicts.hpp"

namespace quorum::translation {
namespace {

constexpr std::string_view kHead = R"(# What each face can say to each target

Made by `tools/compatibility` from `tests/translation`, which fails where this page is not what it finds. Each row is written
by a client of that face, read, written for the target and read back; each answer is told by the target, told again by the face,
whole and streamed, and read back.

| | |
|---|---|
| = | exact: it reads back the same |
| ~ | translated: said in the target's own words, or sent where nobody of ours can read it back |
| ! | dropped with notice, or said only in part: `x-quorum-dropped` names it, and strict callers are refused |
| · | not applicable: the face or the target has no word for it |

The columns are dialects; OpenRouter, DeepSeek and Mistral stand for the vendors that spell like OpenAI and differ.
Same dialect in and out is not in question here: those bytes are passed on as they are.
)";

std::string_view sign(Verdict verdict) {
  switch (verdict) {
    case Verdict::unsaid: return "·";
    case Verdict::exact: return "=";
    case Verdict::translated: return "~";
    case Verdict::dropped: return "!";
    case Verdict::lost: return "**lost**";
  }
  return "?";
}

void add_head(std::string& text, std::string_view what) {
  text += fmt::format("\n| {} |", what);
  for (const auto& callee : callees()) text += fmt::format(" {} |", callee.name);
  text += "\n|---|";
  for (std::size_t i = 0; i < callees().size(); ++i) text += ":-:|";
  text += "\n";
}

void add_cell(Table& table, const Outcome& outcome, std::string_view where) {
  table.text += fmt::format(" {} |", sign(outcome.verdict));
  if (outcome.verdict == Verdict::lost) {
    table.faults.push_back(fmt::format("{}: {}", where, outcome.detail));
  }
}

void add_requests(Table& table, const Caller& caller) {
  add_head(table.text, "asked");
  for (const auto& feature : request_features()) {
    const auto chat = as_asked(caller, feature);
    if (!chat) continue;
    table.text += fmt::format("| {} |", feature.name);
    for (const auto& callee : callees()) {
      add_cell(table, asked(*chat, callee, feature),
               fmt::format("{} -> {}, {}", caller.name, callee.name, feature.name));
    }
    table.text += "\n";
  }
}

void add_answers(Table& table, const Caller& caller) {
  add_head(table.text, "told");
  for (const auto& feature : answer_features()) {
    if (can_tell(caller, feature) == Verdict::unsaid) continue;
    table.text += fmt::format("| {} |", feature.name);
    for (const auto& callee : callees()) {
      const auto deltas = as_told(callee, feature);
      add_cell(table, deltas ? told(*deltas, caller, feature) : Outcome{},
               fmt::format("{} <- {}, {}", caller.name, callee.name, feature.name));
    }
    table.text += "\n";
  }
}

/// What no client can say through this face, or hear from it.
void add_unsaid(std::string& text, const Caller& caller) {
  std::string unsaid;
  for (const auto& feature : request_features()) {
    if (!as_asked(caller, feature))
      unsaid += fmt::format("{}{}", unsaid.empty() ? "" : ", ", feature.name);
  }
  std::string unheard;
  for (const auto& feature : answer_features()) {
    if (can_tell(caller, feature) != Verdict::unsaid) continue;
    unheard += fmt::format("{}{}", unheard.empty() ? "" : ", ", feature.name);
  }
  if (!unsaid.empty()) text += fmt::format("\nIt cannot ask for: {}.\n", unsaid);
  if (!unheard.empty()) text += fmt::format("\nIt cannot tell of: {}.\n", unheard);
}

}  // namespace

Table make_table() {
  Table table{.text = std::string{kHead}};
  for (const auto& caller : callers()) {
    if (caller.client == nullptr) continue;
    table.text += fmt::format("\n## {}\n", caller.name);
    add_requests(table, caller);
    add_answers(table, caller);
    add_unsaid(table.text, caller);
  }
  return table;
}

}  // namespace quorum::translation
