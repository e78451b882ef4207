#pragma once
/// Which names a price is for, as the price book spells it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "json/pattern.hpp"
#include "json/value.hpp"

namespace quorum::llm {

/// `{"equals": …}`, `starts_with`, `ends_with`, `contains`, `regex`, `and`, `or`, `not`.
class NameRule {
 public:
  static Result<NameRule> read(json::Value rule);

  /// `name` is in lower case; what the rule says may be in either, but in patterns.
  bool fits(std::string_view name) const;

 private:
  enum class Kind : std::uint8_t {
    equals,
    starts_with,
    ends_with,
    contains,
    regex,
    all,
    any,
    none
  };

  static Result<NameRule> read(json::Value rule, std::size_t depth);

  Kind kind_ = Kind::any;
  std::string text_;
  std::optional<json::Pattern> pattern_;
  std::vector<NameRule> parts_;
};

std::string lower_case(std::string_view name);

}  // namespace quorum::llm
