#include "json/schema_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "json/pattern.hpp"
#include "json/schema.hpp"
#include "json/text.hpp"
#include "json/writer.hpp"

namespace quorum::json {
namespace {

bool is_whole(Value number) {
  if (number.integer()) return true;
  const auto value = number.number();
  if (!value) return number.raw().find_first_of(".eE") == std::string_view::npos;
  return std::trunc(*value) == *value;
}

bool is_of_type(std::string_view type, Value document) {
  if (type == "integer") return document.is(Kind::number) && is_whole(document);
  return type == name(document.kind());
}

Complaint type(Value rule, Value document) {
  if (const auto wanted = rule.string()) {
    if (is_of_type(*wanted, document)) return std::nullopt;
    return fmt::format("must be of type {}", *wanted);
  }
  std::string wanted;
  for (const auto each : rule) {
    const auto word = each.string().value_or("");
    if (is_of_type(word, document)) return std::nullopt;
    wanted.append(wanted.empty() ? "" : " or ").append(word);
  }
  return fmt::format("must be of type {}", wanted);
}

Complaint enumeration(Value rule, Value document) {
  for (const auto each : rule) {
    if (is_equal(each, document)) return std::nullopt;
  }
  return fmt::format("must be one of {}", rule.raw());
}

Complaint constant(Value rule, Value document) {
  if (is_equal(rule, document)) return std::nullopt;
  return fmt::format("must be {}", rule.raw());
}

/// Compares numbers exactly where both are integers; a number beyond all doubles is beyond all.
std::partial_ordering compare(Value a, Value b) {
  if (const auto x = a.integer(), y = b.integer(); x && y) return *x <=> *y;
  const auto size = [](Value number) {
    const double beyond = number.raw().starts_with('-') ? -HUGE_VAL : HUGE_VAL;
    return number.number().value_or(beyond);
  };
  return size(a) <=> size(b);
}

template <typename Test>
Complaint bound(Value rule, Value document, std::string_view words, Test test) {
  if (!document.is(Kind::number) || !rule.is(Kind::number) || test(compare(document, rule))) {
    return std::nullopt;
  }
  return fmt::format("must be {} {}", words, rule.raw());
}

Complaint minimum(Value rule, Value document) {
  return bound(rule, document, "at least", [](auto order) { return order >= 0; });
}
Complaint maximum(Value rule, Value document) {
  return bound(rule, document, "at most", [](auto order) { return order <= 0; });
}
Complaint exclusive_minimum(Value rule, Value document) {
  return bound(rule, document, "more than", [](auto order) { return order > 0; });
}
Complaint exclusive_maximum(Value rule, Value document) {
  return bound(rule, document, "less than", [](auto order) { return order < 0; });
}

Complaint multiple_of(Value rule, Value document) {
  const auto number = document.number();
  const auto step = rule.number();
  if (!number || !step || *step <= 0) return std::nullopt;
  // 0.3 is a multiple of 0.1 to everybody but a computer.
  const double times = *number / *step;
  const double fault = std::abs(times - std::round(times));
  if (fault <= 1e-9 * std::max(1.0, std::abs(times))) return std::nullopt;
  return fmt::format("must be a multiple of {}", rule.raw());
}

enum class Side : std::uint8_t { least, most };

Complaint count(Value rule, std::size_t size, Side side, std::string_view what) {
  const auto limit = rule.number();
  const auto count = static_cast<double>(size);
  if (!limit || (side == Side::least ? count >= *limit : count <= *limit)) return std::nullopt;
  return fmt::format("must have at {} {} {}", side == Side::least ? "least" : "most", rule.raw(),
                     what);
}

Complaint text_size(Value rule, Value document, Side side) {
  const auto text = document.string();
  if (!text) return std::nullopt;
  return count(rule, count_code_points(*text), side, "characters");
}
Complaint min_length(Value rule, Value document) { return text_size(rule, document, Side::least); }
Complaint max_length(Value rule, Value document) { return text_size(rule, document, Side::most); }

Complaint size(Value rule, Value document, Kind kind, Side side) {
  if (!document.is(kind)) return std::nullopt;
  return count(rule, document.size(), side, kind == Kind::array ? "items" : "members");
}
Complaint min_items(Value rule, Value document) {
  return size(rule, document, Kind::array, Side::least);
}
Complaint max_items(Value rule, Value document) {
  return size(rule, document, Kind::array, Side::most);
}
Complaint min_properties(Value rule, Value document) {
  return size(rule, document, Kind::object, Side::least);
}
Complaint max_properties(Value rule, Value document) {
  return size(rule, document, Kind::object, Side::most);
}

Complaint pattern(Value rule, Value document) {
  const auto text = document.string();
  if (!text) return std::nullopt;
  const auto compiled = Pattern::compile(rule.string().value_or(""));
  if (!compiled) return compiled.error().message;
  if (compiled->is_in(*text)) return std::nullopt;
  return fmt::format("must match {}", rule.raw());
}

Complaint unique_items(Value rule, Value document) {
  if (!document.is(Kind::array) || !rule.boolean().value_or(false)) return std::nullopt;
  std::set<std::string> seen;
  for (const auto item : document) {
    if (!seen.insert(canonical(item)).second) return "must not have an item twice";
  }
  return std::nullopt;
}

Complaint missing(Value names, Value document, std::string_view because) {
  std::string absent;
  for (const auto each : names) {
    const auto word = each.string().value_or("");
    if (!document[word]) absent += fmt::format("{}`{}`", absent.empty() ? "" : ", ", word);
  }
  if (absent.empty()) return std::nullopt;
  return fmt::format("must have {}{}", absent, because);
}

Complaint required(Value rule, Value document) {
  if (!document.is(Kind::object)) return std::nullopt;
  return missing(rule, document, "");
}

Complaint dependent_required(Value rule, Value document) {
  for (const auto dependency : rule) {
    if (!document[dependency.key()]) continue;
    const auto because = fmt::format(", as it has `{}`", dependency.key());
    if (auto complaint = missing(dependency, document, because)) return complaint;
  }
  return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, SimpleRule>, 18> kRules{{
    {"type", type},
    {"enum", enumeration},
    {"const", constant},
    {"minimum", minimum},
    {"maximum", maximum},
    {"exclusiveMinimum", exclusive_minimum},
    {"exclusiveMaximum", exclusive_maximum},
    {"multipleOf", multiple_of},
    {"minLength", min_length},
    {"maxLength", max_length},
    {"pattern", pattern},
    {"minItems", min_items},
    {"maxItems", max_items},
    {"uniqueItems", unique_items},
    {"minProperties", min_properties},
    {"maxProperties", max_properties},
    {"required", required},
    {"dependentRequired", dependent_required},
}};

void append_canonical(std::string& out, Value value) {
  switch (value.kind()) {
    case Kind::number:
      if (const auto whole = value.integer()) {
        fmt::format_to(std::back_inserter(out), "{}", *whole);
      } else if (const auto number = value.number()) {
        fmt::format_to(std::back_inserter(out), "{}", *number);
      } else {
        out += value.raw();
      }
      return;
    case Kind::string: return append_string(out, value.string().value_or(""));
    case Kind::array:
      out += '[';
      for (const auto item : value) {
        append_canonical(out, item);
        out += ',';
      }
      out += ']';
      return;
    case Kind::object: {
      std::map<std::string_view, Value> members;
      for (const auto member : value) members.insert_or_assign(member.key(), member);
      out += '{';
      for (const auto& [key, member] : members) {
        append_string(out, key);
        append_canonical(out, member);
      }
      out += '}';
      return;
    }
    default: out += value.raw();
  }
}

}  // namespace

SimpleRule find_simple_rule(std::string_view keyword) {
  const auto* const found =
      std::ranges::find(kRules, keyword, &std::pair<std::string_view, SimpleRule>::first);
  return found == kRules.end() ? nullptr : found->second;
}

std::string canonical(Value value) {
  std::string out;
  append_canonical(out, value);
  return out;
}

bool is_equal(Value a, Value b) { return a.kind() == b.kind() && canonical(a) == canonical(b); }

}  // namespace quorum::json
