#include "bench/upstream/plan.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <utility>

namespace quorum::bench {
namespace {

using std::chrono::milliseconds;

constexpr std::array<std::pair<std::string_view, Fault>, 15> kFaults{{
    {"none", Fault::none},
    {"429", Fault::rate_limited},
    {"500", Fault::failed},
    {"503", Fault::overloaded},
    {"stall", Fault::stall},
    {"pause", Fault::pause},
    {"cut", Fault::cut},
    {"reset", Fault::reset},
    {"half-open", Fault::half_open},
    {"garbage", Fault::garbage},
    {"noise", Fault::noise},
    {"babble", Fault::babble},
    {"unfinished", Fault::unfinished},
    {"error", Fault::error},
    {"drip", Fault::drip},
}};

std::optional<Fault> find_fault(std::string_view text) {
  for (const auto& [name, fault] : kFaults) {
    if (name == text) return fault;
  }
  return std::nullopt;
}

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// What follows the last `word-` that begins where a word may begin.
std::optional<std::string_view> after(std::string_view text, std::string_view word) {
  for (auto at = text.rfind(word); at != text.npos; at = text.rfind(word, at - 1)) {
    const auto rest = text.substr(at + word.size());
    if ((at == 0 || !is_word_char(text[at - 1])) && rest.starts_with('-')) return rest.substr(1);
    if (at == 0) break;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> number_after(std::string_view text, std::string_view word) {
  const auto rest = after(text, word);
  if (!rest) return std::nullopt;
  std::uint32_t value = 0;
  const auto read = std::from_chars(rest->data(), rest->data() + rest->size(), value);
  if (read.ec != std::errc{}) return std::nullopt;
  return value;
}

/// `half-open-after-3` names the fault `half-open`: the longest name that stands there counts.
std::optional<Fault> fault_after_word(std::string_view text) {
  const auto rest = after(text, "fault");
  if (!rest) return std::nullopt;
  std::optional<Fault> found;
  std::size_t size = 0;
  for (const auto& [name, fault] : kFaults) {
    const bool ends = rest->size() == name.size() ||
                      (rest->size() > name.size() && !is_word_char((*rest)[name.size()]));
    if (rest->starts_with(name) && ends && name.size() > size) {
      found = fault;
      size = name.size();
    }
  }
  return found;
}

}  // namespace

std::string_view name(Fault fault) {
  for (const auto& [name, each] : kFaults) {
    if (each == fault) return name;
  }
  return {};
}

std::string fault_names() {
  std::string names;
  for (const auto& [name, fault] : kFaults) {
    if (fault == Fault::none) continue;
    if (!names.empty()) names += ", ";
    names += name;
  }
  return names;
}

void read_words(std::string_view text, Plan& plan) {
  if (text.find('-') == text.npos) return;
  if (const auto found = number_after(text, "events")) plan.events = *found;
  if (const auto found = number_after(text, "gap")) plan.gap = milliseconds{*found};
  if (const auto found = number_after(text, "delay")) plan.delay = milliseconds{*found};
  if (const auto found = number_after(text, "jitter")) plan.jitter = milliseconds{*found};
  if (const auto found = number_after(text, "event-bytes")) plan.event_bytes = *found;
  if (const auto found = number_after(text, "answer-bytes")) plan.answer_bytes = *found;
  if (const auto found = fault_after_word(text)) plan.fault = *found;
  if (const auto found = number_after(text, "after")) plan.fault_after = *found;
}

Result<> FaultDice::add(std::string_view text) {
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto word = text.substr(0, comma);
    text = comma == text.npos ? std::string_view{} : text.substr(comma + 1);
    const auto equals = word.find('=');
    const auto fault = find_fault(word.substr(0, equals));
    double chance = -1;
    if (equals != word.npos) chance = std::atof(std::string(word.substr(equals + 1)).c_str());
    if (!fault || chance < 0 || chance > 1) {
      return Error{.code = Errc::invalid_request,
                   .message =
                       "A fault is written NAME=CHANCE, as cut=0.01, the chance between 0 "
                       "and 1. There are " +
                       fault_names() + "."};
    }
    sides_.push_back({.fault = *fault, .chance = chance});
  }
  return {};
}

Fault FaultDice::roll() {
  if (sides_.empty()) return Fault::none;
  double left = std::uniform_real_distribution<double>(0, 1)(random_);
  for (const auto& side : sides_) {
    if (left < side.chance) return side.fault;
    left -= side.chance;
  }
  return Fault::none;
}

milliseconds FaultDice::jitter(milliseconds most) {
  if (most.count() <= 0) return milliseconds{0};
  return milliseconds{std::uniform_int_distribution<milliseconds::rep>(0, most.count())(random_)};
}

}  // namespace quorum::bench
