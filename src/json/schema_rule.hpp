#pragma once
/// The rules of JSON Schema that look at one value alone, without another schema.

#include <optional>
#include <string>
#include <string_view>

#include "json/value.hpp"

namespace quorum::json {

/// What is asked for and not given; nothing where the rule is kept or does not concern the value.
using Complaint = std::optional<std::string>;

/// `rule` is the keyword's value in the schema.
using SimpleRule = Complaint (*)(Value rule, Value document);

/// The rule of that name, or null.
SimpleRule find_simple_rule(std::string_view keyword);

/// A text that two values have in common when they are equal, and only then.
std::string canonical(Value value);

}  // namespace quorum::json
