#include "dialects/gemini/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/gemini/letters.hpp"

namespace quorum::gemini {
namespace {

using dialects::wrong;
using json::Kind;

bool is_simple(std::string_view name) {
  return std::ranges::none_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

json::Value member(json::Value object, std::string_view name) {
  auto value = object[name];
  if (value.exists() || is_simple(name)) return value;
  for (const auto each : object) {
    if (is_snake_case_of(each.key(), name)) value = each;
  }
  return value;
}

std::string word_of(json::Value value, std::span<const std::string_view> by_number) {
  if (const auto number = value.integer()) {
    const bool is_known = *number >= 0 && static_cast<std::size_t>(*number) < by_number.size();
    return is_known ? std::string{by_number[static_cast<std::size_t>(*number)]} : std::string{};
  }
  return upper(value.string().value_or(""));
}

std::optional<std::int64_t> integer_of(json::Value value) {
  const auto text = value.string();
  if (!text) return value.integer();
  std::int64_t number = 0;
  const auto read = std::from_chars(text->begin(), text->end(), number);
  if (read.ec != std::errc{} || read.ptr != text->end()) return std::nullopt;
  return number;
}

std::string Fields::spelled(std::string_view name) const {
  if (object_.value[name].exists() || is_simple(name)) return std::string{name};
  auto snake = in_snake_case(name);
  return object_.value[snake].exists() ? snake : std::string{name};
}

Result<std::optional<double>> Fields::number(std::string_view name, double low, double high) const {
  return object_.number(spelled(name), low, high);
}

Result<std::optional<std::int64_t>> Fields::integer(std::string_view name, std::int64_t low,
                                                    std::int64_t high) const {
  const auto value = (*this)[name];
  if (!value.is(Kind::string)) return object_.integer(spelled(name), low, high);
  const auto number = integer_of(value);
  if (!number || *number < low || *number > high) {
    return wrong(path(name), fmt::format("a whole number from {} to {}", low, high));
  }
  return number;
}

Result<std::optional<bool>> Fields::flag(std::string_view name) const {
  return object_.flag(spelled(name));
}

Result<std::string> Fields::text(std::string_view name) const {
  return object_.text(spelled(name));
}

Result<std::string> Fields::needed_text(std::string_view name, std::string_view expected) const {
  return object_.needed_text(spelled(name), expected);
}

Result<Fields> Fields::object(std::string_view name) const {
  QUORUM_TRY(auto read, object_.object(spelled(name)));
  return Fields{std::move(read)};
}

Result<Fields> Fields::needed_object(std::string_view name, std::string_view expected) const {
  QUORUM_TRY(auto read, object_.needed_object(spelled(name), expected));
  return Fields{std::move(read)};
}

Result<json::Value> Fields::array(std::string_view name) const {
  return object_.array(spelled(name));
}

Result<std::vector<Fields>> Fields::list(std::string_view name, std::string_view expected) const {
  std::vector<Fields> items;
  const auto value = (*this)[name];
  if (!dialects::is_given(value)) return items;
  if (value.is(Kind::object)) {
    items.emplace_back(dialects::Object{.value = value, .at = path(name)});
    return items;
  }
  if (!value.is(Kind::array)) return wrong(path(name), expected);
  for (const auto item : value) {
    QUORUM_TRY(auto object, dialects::element(item, dialects::join(path(name), items.size())));
    items.emplace_back(std::move(object));
  }
  return items;
}

Result<std::string> Fields::word(std::string_view name, std::span<const std::string_view> names,
                                 std::string_view expected) const {
  if (!has(name)) return std::string{};
  auto word = word_of((*this)[name], names);
  if (std::ranges::find(names, word) == names.end()) return wrong(path(name), expected);
  return word;
}

}  // namespace quorum::gemini
