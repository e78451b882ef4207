#pragma once
/// A request's members, asked for by name and checked, with faults that say where and what would be
/// right.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "json/value.hpp"

namespace quorum::dialects {

/// Neither absent nor null.
bool is_given(json::Value value);

/// `messages` and 0: `messages.0`.
std::string join(std::string_view at, std::string_view name);
std::string join(std::string_view at, std::size_t index);

/// One object of a request; `at` is where it stands. Null counts as absent everywhere.
struct Object {
  json::Value value{};
  std::string at{};

  std::string path(std::string_view name) const { return join(at, name); }

  Result<std::optional<double>> number(std::string_view name, double low, double high) const;
  Result<std::optional<std::int64_t>> integer(std::string_view name, std::int64_t low,
                                              std::int64_t high) const;
  Result<std::optional<bool>> flag(std::string_view name) const;

  /// Empty where absent.
  Result<std::string> text(std::string_view name) const;

  /// Neither absent nor empty; `expected` says what would be right.
  Result<std::string> needed_text(std::string_view name, std::string_view expected) const;

  /// Without a value where absent.
  Result<Object> object(std::string_view name) const;
  Result<Object> needed_object(std::string_view name, std::string_view expected) const;
  Result<json::Value> array(std::string_view name) const;
};

/// An array's element that must be an object.
Result<Object> element(json::Value value, std::string at);

/// A body that must be one object; `document` outlives the result.
Result<Object> root_object(const json::Document& document);

}  // namespace quorum::dialects
