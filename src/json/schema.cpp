#include "json/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "json/pattern.hpp"
#include "json/schema_rule.hpp"
#include "json/writer.hpp"

namespace quorum::json {
namespace {

constexpr std::size_t kViolationsMax = 50;
constexpr std::size_t kStepsMax = 1'000'000;  ///< Schemas applied to values, in all.
constexpr std::size_t kDepthMax = 600;        ///< Schemas inside schemas inside …

/// `~1` is a slash and `~0` a tilde (RFC 6901), and a URI's fragment may be %-encoded on top.
std::string decode_token(std::string_view token) {
  std::string decoded;
  for (std::size_t i = 0; i < token.size(); ++i) {
    unsigned code = 0;
    const auto* const hex = token.data() + i + 1;
    if (token[i] == '%' && i + 2 < token.size() &&
        std::from_chars(hex, hex + 2, code, 16).ptr == hex + 2) {
      decoded += static_cast<char>(code);
      i += 2;
    } else {
      decoded += token[i];
    }
  }
  std::string text;
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const bool is_escape = decoded[i] == '~' && i + 1 < decoded.size();
    text += !is_escape ? decoded[i] : decoded[++i] == '1' ? '/' : '~';
  }
  return text;
}

Value step_into(Value value, const std::string& token) {
  if (!value.is(Kind::array)) return value[std::string_view(token)];
  std::size_t index = 0;
  const auto read = std::from_chars(token.data(), token.data() + token.size(), index);
  const bool is_index = read.ec == std::errc{} && read.ptr == token.data() + token.size();
  return is_index ? value[index] : Value{};
}

/// What `#/a/b` means in `base`; absent where it means nothing.
Value resolve(Value base, std::string_view reference) {
  if (!reference.starts_with('#')) return {};
  reference.remove_prefix(1);
  Value at = base;
  while (!reference.empty()) {
    if (!reference.starts_with('/')) return {};
    reference.remove_prefix(1);
    const auto end = std::min(reference.find('/'), reference.size());
    at = step_into(at, decode_token(reference.substr(0, end)));
    reference.remove_prefix(end);
  }
  return at;
}

std::string encode_token(std::string_view key) {
  std::string token;
  for (const char letter : key) {
    if (letter == '~') token += "~0";
    if (letter == '/') token += "~1";
    if (letter != '~' && letter != '/') token += letter;
  }
  return token;
}

/// Applies schemas to values. Every check says whether it holds; what does not hold is also written
/// down, unless somebody only wants to know.
class Validator {
 public:
  Validator(Value base, Value document) : base_(base), first_byte_(document.raw().data()) {}

  bool check(Value schema, Value document) {
    if (++steps_ > kStepsMax || depth_ == kDepthMax) is_exhausted_ = true;
    if (is_exhausted_) return true;
    if (const auto whole = schema.boolean()) {
      return *whole || complain(document, "must not be there");
    }
    ++depth_;
    bool holds = true;
    for (const auto rule : schema) holds = apply(rule, document, schema) && holds;
    --depth_;
    return holds;
  }

  std::vector<Violation> take() {
    if (is_exhausted_) {
      complaints_.push_back(
          {0,
           complaints_.size(),
           {.where = "", .what = "cannot be checked: the schema is too involved"}});
    }
    std::ranges::sort(complaints_, {},
                      [](const Placed& placed) { return std::pair(placed.at, placed.order); });
    std::vector<Violation> violations;
    violations.reserve(complaints_.size());
    for (auto& placed : complaints_) violations.push_back(std::move(placed.violation));
    return violations;
  }

 private:
  using Rule = bool (Validator::*)(Value rule, Value document, Value schema);
  struct Named {
    std::string_view keyword;
    Rule rule;
  };
  struct Placed {
    std::size_t at;  ///< Where in the document.
    std::size_t order;
    Violation violation;
  };
  static const std::array<Named, 18> kRules;

  bool apply(Value rule, Value document, Value schema) {
    if (const auto simple = find_simple_rule(rule.key())) {
      const auto complaint = simple(rule, document);
      return !complaint || complain(document, *complaint);
    }
    const auto* const named = std::ranges::find(kRules, rule.key(), &Named::keyword);
    return named == kRules.end() || (this->*named->rule)(rule, document, schema);
  }

  bool complain(Value document, std::string what) {
    if (muted_ > 0 || complaints_.size() == kViolationsMax) return false;
    const auto at = static_cast<std::size_t>(document.raw().data() - first_byte_);
    complaints_.push_back({at, complaints_.size(), {.where = path_, .what = std::move(what)}});
    return false;
  }

  /// Whether it holds, without a word.
  bool holds(Value schema, Value document) {
    ++muted_;
    const bool is_valid = check(schema, document);
    --muted_;
    return is_valid;
  }

  bool check_inside(Value schema, Value document, std::string_view token) {
    const auto size = path_.size();
    path_.append("/").append(token);
    const bool is_valid = check(schema, document);
    path_.resize(size);
    return is_valid;
  }

  bool reference(Value rule, Value document, Value /*schema*/) {
    const auto target = resolve(base_, rule.string().value_or(""));
    if (!target)
      return complain(document, fmt::format("is asked to be {}, which is nowhere", rule.raw()));
    // A reference that leads back to itself with the same value would never end, and asks nothing.
    const std::pair visit(target.raw().data(), document.raw().data());
    if (std::ranges::find(visits_, visit) != visits_.end()) return true;
    visits_.push_back(visit);
    const bool is_valid = check(target, document);
    visits_.pop_back();
    return is_valid;
  }

  bool all_of(Value rule, Value document, Value /*schema*/) {
    bool is_valid = true;
    for (const auto each : rule) is_valid = check(each, document) && is_valid;
    return is_valid;
  }

  bool any_of(Value rule, Value document, Value /*schema*/) {
    for (const auto each : rule) {
      if (holds(each, document)) return true;
    }
    return complain(document, fmt::format("must be one of {} alternatives", rule.size()));
  }

  bool one_of(Value rule, Value document, Value /*schema*/) {
    std::size_t valid = 0;
    for (const auto each : rule) valid += holds(each, document) ? 1U : 0U;
    if (valid == 1) return true;
    return complain(document, fmt::format("must be exactly one of {} alternatives, and is {}",
                                          rule.size(), valid));
  }

  bool negation(Value rule, Value document, Value /*schema*/) {
    return !holds(rule, document) || complain(document, "must not be what the schema excludes");
  }

  bool condition(Value rule, Value document, Value schema) {
    const auto branch = schema[holds(rule, document) ? "then" : "else"];
    return !branch || check(branch, document);
  }

  bool properties(Value rule, Value document, Value /*schema*/) {
    bool is_valid = true;
    if (!document.is(Kind::object)) return is_valid;
    for (const auto property : rule) {
      const auto member = document[property.key()];
      if (!member) continue;
      is_valid = check_inside(property, member, encode_token(property.key())) && is_valid;
    }
    return is_valid;
  }

  bool pattern_properties(Value rule, Value document, Value /*schema*/) {
    bool is_valid = true;
    if (!document.is(Kind::object)) return is_valid;
    for (const auto property : rule) {
      const auto pattern = Pattern::compile(property.key());
      if (!pattern) return complain(document, pattern.error().message);
      for (const auto member : document) {
        if (!pattern->is_in(member.key())) continue;
        is_valid = check_inside(property, member, encode_token(member.key())) && is_valid;
      }
    }
    return is_valid;
  }

  bool additional_properties(Value rule, Value document, Value schema) {
    bool is_valid = true;
    if (!document.is(Kind::object)) return is_valid;
    std::vector<Pattern> patterns;
    for (const auto property : schema["patternProperties"]) {
      auto pattern = Pattern::compile(property.key());
      if (pattern) patterns.push_back(std::move(*pattern));
    }
    const auto named = schema["properties"];
    for (const auto member : document) {
      const auto matches = [&](const Pattern& pattern) { return pattern.is_in(member.key()); };
      if (named[member.key()] || std::ranges::any_of(patterns, matches)) continue;
      is_valid = check_inside(rule, member, encode_token(member.key())) && is_valid;
    }
    return is_valid;
  }

  bool property_names(Value rule, Value document, Value /*schema*/) {
    bool is_valid = true;
    if (!document.is(Kind::object)) return is_valid;
    for (const auto member : document) {
      // A name is no value of the document, so it is read as one of its own.
      const auto name = Document::parse(quote(member.key()));
      if (name && holds(rule, name->root())) continue;
      is_valid = complain(member, fmt::format("may not be called `{}`", member.key()));
    }
    return is_valid;
  }

  bool dependent_schemas(Value rule, Value document, Value /*schema*/) {
    bool is_valid = true;
    for (const auto dependency : rule) {
      if (document[dependency.key()]) is_valid = check(dependency, document) && is_valid;
    }
    return is_valid;
  }

  bool prefix_items(Value rule, Value document, Value /*schema*/) {
    bool is_valid = true;
    if (!document.is(Kind::array)) return is_valid;
    auto schema = rule.begin();
    std::size_t index = 0;
    for (const auto item : document) {
      if (schema == rule.end()) break;
      is_valid = check_inside(*schema, item, std::to_string(index++)) && is_valid;
      ++schema;
    }
    return is_valid;
  }

  bool items(Value rule, Value document, Value schema) {
    bool is_valid = true;
    if (!document.is(Kind::array)) return is_valid;
    const auto first = schema["prefixItems"].size();
    std::size_t index = 0;
    for (const auto item : document) {
      const auto at = index++;
      if (at >= first) is_valid = check_inside(rule, item, std::to_string(at)) && is_valid;
    }
    return is_valid;
  }

  bool contains(Value rule, Value document, Value schema) {
    if (!document.is(Kind::array)) return true;
    std::int64_t found = 0;
    for (const auto item : document) found += holds(rule, item) ? 1 : 0;
    const auto least = schema["minContains"].integer().value_or(1);
    const auto most = schema["maxContains"].integer();
    if (found >= least && (!most || found <= *most)) return true;
    return complain(document, fmt::format("has {} items of the kind asked for", found));
  }

  bool unknown(Value rule, Value document, Value /*schema*/) {
    return complain(document, fmt::format("cannot be checked: `{}` is not supported", rule.key()));
  }

  Value base_;
  const char* first_byte_;
  std::string path_;
  std::vector<Placed> complaints_;
  std::vector<std::pair<const char*, const char*>> visits_;
  std::size_t steps_ = 0;
  std::size_t depth_ = 0;
  int muted_ = 0;
  bool is_exhausted_ = false;
};

const std::array<Validator::Named, 18> Validator::kRules{{
    {"$ref", &Validator::reference},
    {"allOf", &Validator::all_of},
    {"anyOf", &Validator::any_of},
    {"oneOf", &Validator::one_of},
    {"not", &Validator::negation},
    {"if", &Validator::condition},
    {"properties", &Validator::properties},
    {"patternProperties", &Validator::pattern_properties},
    {"additionalProperties", &Validator::additional_properties},
    {"propertyNames", &Validator::property_names},
    {"dependentSchemas", &Validator::dependent_schemas},
    {"prefixItems", &Validator::prefix_items},
    {"items", &Validator::items},
    {"contains", &Validator::contains},
    {"unevaluatedProperties", &Validator::unknown},
    {"unevaluatedItems", &Validator::unknown},
    {"$dynamicRef", &Validator::unknown},
    {"$recursiveRef", &Validator::unknown},
}};

}  // namespace

std::vector<Violation> validate(Value schema, Value document, Value base) {
  Validator validator(base, document);
  validator.check(schema, document);
  return validator.take();
}

std::vector<Violation> validate(Value schema, Value document) {
  return validate(schema, document, schema);
}

}  // namespace quorum::json
