#include "dialects/fields.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"

namespace quorum::dialects {

using json::Kind;
using json::Value;

bool is_given(Value value) { return value.exists() && !value.is(Kind::null); }

std::string join(std::string_view at, std::string_view name) {
  return at.empty() ? std::string{name} : fmt::format("{}.{}", at, name);
}

std::string join(std::string_view at, std::size_t index) { return fmt::format("{}.{}", at, index); }

Result<std::optional<double>> Object::number(std::string_view name, double low, double high) const {
  const auto member = value[name];
  if (!is_given(member)) return std::nullopt;
  const auto read = member.number();
  if (!read || !(*read >= low && *read <= high)) {
    return wrong(path(name), fmt::format("a number from {} to {}", low, high));
  }
  return read;
}

Result<std::optional<std::int64_t>> Object::integer(std::string_view name, std::int64_t low,
                                                    std::int64_t high) const {
  const auto member = value[name];
  if (!is_given(member)) return std::nullopt;
  const auto read = member.integer();
  if (!read || *read < low || *read > high) {
    const bool is_open = high == INT64_MAX;
    return wrong(path(name), is_open ? fmt::format("a whole number, at least {}", low)
                                     : fmt::format("a whole number from {} to {}", low, high));
  }
  return read;
}

Result<std::optional<bool>> Object::flag(std::string_view name) const {
  const auto member = value[name];
  if (!is_given(member)) return std::nullopt;
  const auto read = member.boolean();
  if (!read) return wrong(path(name), "true or false");
  return read;
}

Result<std::string> Object::text(std::string_view name) const {
  const auto member = value[name];
  if (!is_given(member)) return std::string{};
  const auto read = member.string();
  if (!read) return wrong(path(name), "a string");
  return std::string{*read};
}

Result<std::string> Object::needed_text(std::string_view name, std::string_view expected) const {
  if (!is_given(value[name])) return missing(path(name), expected);
  QUORUM_TRY(auto read, text(name));
  if (read.empty()) return wrong(path(name), expected);
  return read;
}

Result<Object> Object::object(std::string_view name) const {
  const auto member = value[name];
  if (!is_given(member)) return Object{.value = {}, .at = path(name)};
  if (!member.is(Kind::object)) return wrong(path(name), "an object");
  return Object{.value = member, .at = path(name)};
}

Result<Object> Object::needed_object(std::string_view name, std::string_view expected) const {
  if (!is_given(value[name])) return missing(path(name), expected);
  return object(name);
}

Result<Value> Object::array(std::string_view name) const {
  const auto member = value[name];
  if (!is_given(member)) return Value{};
  if (!member.is(Kind::array)) return wrong(path(name), "an array");
  return member;
}

Result<Object> element(Value value, std::string at) {
  if (!value.is(Kind::object)) return wrong(std::move(at), "an object");
  return Object{.value = value, .at = std::move(at)};
}

Result<Object> root_object(const json::Document& document) {
  if (!document.root().is(Kind::object)) {
    return Error{.code = Errc::invalid_request, .message = "The body must be a JSON object."};
  }
  return Object{.value = document.root(), .at = {}};
}

}  // namespace quorum::dialects
