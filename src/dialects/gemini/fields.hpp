#pragma once
/// Members of Google's JSON: `spelledSo` or `spelled_so`, whole numbers in quotes or not,
/// enumerators by name or by number.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/fields.hpp"
#include "json/value.hpp"

namespace quorum::gemini {

/// The member of that name (given as `spelledSo`) in either spelling.
json::Value member(json::Value object, std::string_view name);

/// An enumerator's name in capitals. `by_number` has the names whose number is their place there.
std::string word_of(json::Value value, std::span<const std::string_view> by_number);

/// A whole number, in quotes or not.
std::optional<std::int64_t> integer_of(json::Value value);

/// One object of a request, asked for its members by their `spelledSo` names. Faults name them as
/// the request spells them.
class Fields {
 public:
  Fields() = default;
  explicit Fields(dialects::Object object) : object_(std::move(object)) {}

  json::Value operator[](std::string_view name) const { return member(object_.value, name); }
  bool has(std::string_view name) const { return dialects::is_given((*this)[name]); }
  json::Value value() const { return object_.value; }
  const std::string& at() const { return object_.at; }
  std::string path(std::string_view name) const { return object_.path(spelled(name)); }

  Result<std::optional<double>> number(std::string_view name, double low, double high) const;
  Result<std::optional<std::int64_t>> integer(std::string_view name, std::int64_t low,
                                              std::int64_t high) const;
  Result<std::optional<bool>> flag(std::string_view name) const;
  Result<std::string> text(std::string_view name) const;
  Result<std::string> needed_text(std::string_view name, std::string_view expected) const;
  Result<Fields> object(std::string_view name) const;
  Result<Fields> needed_object(std::string_view name, std::string_view expected) const;
  Result<json::Value> array(std::string_view name) const;

  /// An array of objects; one object alone counts as an array of it, as it does at Google's.
  Result<std::vector<Fields>> list(std::string_view name, std::string_view expected) const;

  /// Empty where absent; otherwise one of `names`, which stand in the order of their numbers.
  Result<std::string> word(std::string_view name, std::span<const std::string_view> names,
                           std::string_view expected) const;

 private:
  std::string spelled(std::string_view name) const;

  dialects::Object object_{};
};

}  // namespace quorum::gemini
