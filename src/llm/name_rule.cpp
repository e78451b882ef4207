#include "llm/name_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/try.hpp"

namespace quorum::llm {
namespace {

constexpr std::size_t kDepthMax = 16;

Error not_a_rule(json::Value rule) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("`match` must be one of equals, starts_with, ends_with, contains, "
                                 "regex, and, or, not; it is {}.",
                                 rule.exists() ? rule.raw().substr(0, 100) : "absent")};
}

}  // namespace

std::string lower_case(std::string_view name) {
  std::string lower(name);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter | 0x20);
  }
  return lower;
}

Result<NameRule> NameRule::read(json::Value rule) { return read(rule, 0); }

Result<NameRule> NameRule::read(json::Value rule, std::size_t depth) {
  constexpr std::array<std::pair<std::string_view, Kind>, 8> kKinds{
      {{"equals", Kind::equals},
       {"starts_with", Kind::starts_with},
       {"ends_with", Kind::ends_with},
       {"contains", Kind::contains},
       {"regex", Kind::regex},
       {"and", Kind::all},
       {"or", Kind::any},
       {"not", Kind::none}}};
  if (rule.size() != 1 || !rule.is(json::Kind::object) || depth == kDepthMax)
    return not_a_rule(rule);
  const auto value = *rule.begin();
  const auto* const named =
      std::ranges::find(kKinds, value.key(), &std::pair<std::string_view, Kind>::first);
  if (named == kKinds.end()) return not_a_rule(rule);

  NameRule read_rule;
  read_rule.kind_ = named->second;
  if (read_rule.kind_ == Kind::none) {
    QUORUM_TRY(auto part, read(value, depth + 1));
    read_rule.parts_.push_back(std::move(part));
    return read_rule;
  }
  if (read_rule.kind_ == Kind::all || read_rule.kind_ == Kind::any) {
    if (!value.is(json::Kind::array)) return not_a_rule(rule);
    for (const auto each : value) {
      QUORUM_TRY(auto part, read(each, depth + 1));
      read_rule.parts_.push_back(std::move(part));
    }
    return read_rule;
  }
  const auto text = value.string();
  if (!text) return not_a_rule(rule);
  read_rule.text_ = lower_case(*text);
  if (read_rule.kind_ == Kind::regex) {
    QUORUM_TRY(auto pattern, json::Pattern::compile(*text));
    read_rule.pattern_ = std::move(pattern);
  }
  return read_rule;
}

bool NameRule::fits(std::string_view name) const {
  const auto fits_name = [name](const NameRule& part) { return part.fits(name); };
  switch (kind_) {
    case Kind::equals: return name == text_;
    case Kind::starts_with: return name.starts_with(text_);
    case Kind::ends_with: return name.ends_with(text_);
    case Kind::contains: return name.contains(text_);
    case Kind::regex: return pattern_ && pattern_->is_in(name);
    case Kind::all: return std::ranges::all_of(parts_, fits_name);
    case Kind::any: return std::ranges::any_of(parts_, fits_name);
    case Kind::none: return std::ranges::none_of(parts_, fits_name);
  }
  return false;
}

}  // namespace quorum::llm
