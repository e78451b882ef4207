#include "debate/format/sides.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace quorum::debate {
namespace {

using Words = std::vector<std::string>;

// A side longer than this is a clause, not an alternative.
constexpr std::size_t kSideWordsMax = 7;
constexpr std::size_t kSidesMax = 8;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
  return out;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view trim(std::string_view text) {
  constexpr std::string_view kEdges = " \t\r\n.,;:!?\"'";
  const auto first = text.find_first_not_of(kEdges);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kEdges) - first + 1);
}

Words split(std::string_view text) {
  Words words;
  std::size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && is_space(text[at])) ++at;
    const auto from = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > from) words.emplace_back(text.substr(from, at - from));
  }
  return words;
}

std::string join(const Words& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

template <std::size_t N>
bool is_among(const std::string& word, const std::array<std::string_view, N>& list) {
  return std::ranges::find(list, lower(word)) != list.end();
}

constexpr std::array<std::string_view, 62> kVerbs{
    "adopt",   "allow",  "ask",  "ban",   "be",     "become", "build",   "buy",     "choose",
    "commute", "cook",   "do",   "drink", "drive",  "eat",    "fly",     "get",     "give",
    "go",      "have",   "hire", "hold",  "ignore", "invest", "join",    "keep",    "learn",
    "lease",   "leave",  "live", "make",  "move",   "open",   "order",   "own",     "pay",
    "plan",    "play",   "quit", "read",  "rent",   "repair", "replace", "rewrite", "ride",
    "run",     "save",   "sell", "sleep", "spend",  "start",  "stay",    "stop",    "study",
    "take",    "travel", "use",  "wait",  "walk",   "watch",  "work",    "write"};

constexpr std::array<std::string_view, 28> kOpeners{
    "is",     "are",  "was",   "were",    "do",     "does",   "did",    "should", "would", "could",
    "can",    "will", "shall", "must",    "which",  "what",   "who",    "better", "best",  "rather",
    "either", "it",   "to",    "whether", "choose", "prefer", "that's", "what's"};

constexpr std::array<std::string_view, 9> kPeople{"i",      "we", "you", "they",   "one",
                                                  "people", "he", "she", "someone"};

// What follows these belongs to the question, not to its last alternative.
constexpr std::array<std::string_view, 19> kTails{
    "better", "best",  "more",   "worse", "healthier", "for",  "in",    "as",   "when", "if",
    "make",   "makes", "during", "at",    "on",        "with", "among", "than", "the"};

bool is_article(const std::string& word) {
  return is_among(word, std::array<std::string_view, 3>{"a", "an", "the"});
}

/// Drops what asks (`Is it better to`, `Should we`), and says whether a verb is expected next.
bool drop_opening(Words& words) {
  bool wants_verb = false;
  std::size_t at = 0;
  while (at < words.size()) {
    const auto word = lower(trim(words[at]));
    const bool is_person = is_among(word, kPeople);
    if (!is_person && !is_among(word, kOpeners)) break;
    if (is_person || word == "to" || word == "rather") wants_verb = true;
    ++at;
  }
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at));
  return wants_verb;
}

/// Cuts `a dog a better pet` to `a dog`, and `MySQL for X` to `MySQL`.
void drop_tail(Words& words) {
  for (std::size_t at = 1; at < words.size(); ++at) {
    const bool is_before_tail =
        at + 1 < words.size() && is_article(words[at]) && is_among(words[at + 1], kTails);
    if (!is_before_tail && !is_among(words[at], kTails)) continue;
    words.resize(at);
    return;
  }
}

bool is_vowel(char c) { return std::string_view("aeiou").find(lower(c)) != std::string_view::npos; }

/// `rent` → `renting`, `use` → `using`, `run` → `running`.
std::string gerund(std::string verb) {
  const auto size = verb.size();
  if (size < 2) return verb + "ing";
  const auto vowels = std::ranges::count_if(verb, is_vowel);
  const char last = lower(verb[size - 1]);
  if (last == 'e' && size > 2 && lower(verb[size - 2]) != 'e') {
    verb.pop_back();
  } else if (size > 2 && vowels == 1 && !is_vowel(last) && is_vowel(verb[size - 2]) &&
             std::string_view("wxy").find(last) == std::string_view::npos) {
    verb.push_back(last);
  }
  return verb + "ing";
}

bool begins_with_verb(const Words& words) { return is_among(words.front(), kVerbs); }

std::string finish(const Words& words) {
  auto text = join(words);
  text = std::string(trim(text));
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

/// The last ` or ` between words, or nothing.
std::optional<std::size_t> find_or(std::string_view text) {
  const auto small = lower(text);
  const auto found = small.rfind(" or ");
  if (found == std::string::npos) return std::nullopt;
  return found;
}

/// `Tea, coffee` of `Tea, coffee or milk`: what stands before the last alternative.
std::vector<Words> before_or(std::string_view left, bool& wants_verb) {
  const auto colon = left.rfind(':');
  if (colon != std::string_view::npos) left = left.substr(colon + 1);
  std::vector<Words> all;
  while (true) {
    const auto comma = left.find(',');
    auto words = split(trim(left.substr(0, comma)));
    if (all.empty()) wants_verb = drop_opening(words);
    if (!words.empty()) all.push_back(std::move(words));
    if (comma == std::string_view::npos) return all;
    left.remove_prefix(comma + 1);
  }
}

std::vector<Words> alternatives(std::string_view question) {
  const auto text = trim(question);
  const auto at = find_or(text);
  if (!at) return {};
  bool wants_verb = false;
  auto all = before_or(text.substr(0, *at), wants_verb);
  auto last = split(trim(text.substr(*at + 4)));
  if (all.empty() || last.empty() || lower(last.front()) == "not") return {};

  const bool are_verbs = begins_with_verb(last) || (wants_verb && all.front().size() == 1);
  if (are_verbs) {
    all.push_back(std::move(last));
    for (auto& words : all) words.front() = gerund(std::move(words.front()));
    return all;
  }
  // `use Postgres or MySQL`: the verb is common to both and names neither.
  if (wants_verb && all.front().size() > 1 && begins_with_verb(all.front())) {
    all.front().erase(all.front().begin());
  }
  drop_tail(last);
  all.push_back(std::move(last));
  return all;
}

}  // namespace

std::vector<std::string> sides_of(std::string_view question) {
  std::vector<std::string> sides;
  for (auto& words : alternatives(question)) {
    if (words.size() > kSideWordsMax) return {"Yes", "No"};
    auto side = finish(words);
    if (side.empty() || std::ranges::find(sides, side) != sides.end()) return {"Yes", "No"};
    sides.push_back(std::move(side));
  }
  if (sides.size() < 2 || sides.size() > kSidesMax) return {"Yes", "No"};
  return sides;
}

bool is_yes_or_no(std::string_view side) {
  const auto small = lower(trim(side));
  return small == "yes" || small == "no";
}

std::string_view name(QuestionType type) {
  switch (type) {
    case QuestionType::choice: return "choice";
    case QuestionType::empirical: return "empirical";
    case QuestionType::normative: return "normative";
    case QuestionType::estimate: return "estimate";
  }
  return {};
}

QuestionType type_of(std::string_view question) {
  const auto text = lower(question);
  const auto has = [&text](std::string_view words) {
    return text.find(words) != std::string::npos;
  };
  if (has("how many") || has("how much") || has("how long") || has("how old") || has("how far") ||
      has("what percentage") || has("probability")) {
    return QuestionType::estimate;
  }
  if (!is_yes_or_no(sides_of(question).front())) return QuestionType::choice;
  if (has("should") || has("ought") || has("better") || has("right to") || has("worth") ||
      has("must we") || has("ethical") || has("moral")) {
    return QuestionType::normative;
  }
  return QuestionType::empirical;
}

}  // namespace quorum::debate
