#include "api/platform/fields.hpp"

#include <fmt/format.h>

#include <cmath>

#include "json/writer.hpp"

namespace quorum::api::platform {
namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

/// `'user', 'assistant' or 'system'`
std::string listed(std::span<const std::string_view> choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) text += i + 1 == choices.size() ? " or " : ", ";
    text += fmt::format("'{}'", choices[i]);
  }
  return text;
}

}  // namespace

Place::Place(std::string_view root) { json::append_string(items_, root); }

Place Place::child(std::string_view name) const {
  Place place;
  place.items_ = items_ + ",";
  json::append_string(place.items_, name);
  return place;
}

Place Place::child(std::size_t index) const {
  Place place;
  place.items_ = fmt::format("{},{}", items_, index);
  return place;
}

void Issues::add(const Place& where, std::string_view message, std::string_view type) {
  if (!items_.empty()) items_ += ',';
  items_ += fmt::format(R"({{"loc":[{}],"msg":)", where.json());
  json::append_string(items_, message);
  items_ += R"(,"type":)";
  json::append_string(items_, type);
  items_ += '}';
}

std::string Issues::json() const {
  return fmt::format(R"({{"detail":[{}],"error_code":"validation_error"}})", items_);
}

Fields::Fields(json::Value object, Place place, Issues& issues)
    : object_(object), place_(std::move(place)), issues_(issues) {
  if (!object_.is(json::Kind::object)) {
    issues_.add(place_, "Input should be a valid dictionary or object to extract fields from",
                "model_attributes_type");
    object_ = {};
  }
}

json::Value Fields::required(std::string_view name) {
  const auto value = object_[name];
  // What is no object at all has been noted as that.
  if (!value && object_) issues_.add(at(name), "Field required", "missing");
  return value;
}

std::string Fields::required_text(std::string_view name) {
  const auto value = required(name);
  if (!value) return {};
  const auto text = value.string();
  if (!text) {
    issues_.add(at(name), "Input should be a valid string", "string_type");
    return {};
  }
  if (is_blank(*text)) {
    issues_.add(at(name), "String should have at least 1 character", "string_too_short");
    return {};
  }
  return std::string(*text);
}

std::string Fields::text_or(std::string_view name, std::string_view fallback) {
  return object_[name] ? required_text(name) : std::string(fallback);
}

std::string Fields::required_choice(std::string_view name,
                                    std::span<const std::string_view> choices) {
  const auto value = required(name);
  if (!value) return {};
  const auto text = value.string();
  for (const auto choice : choices) {
    if (text == choice) return std::string(choice);
  }
  issues_.add(at(name), "Input should be " + listed(choices), "literal_error");
  return {};
}

double Fields::number_or(std::string_view name, double fallback, Bounds<double> bounds) {
  const auto value = object_[name];
  if (!value) return fallback;
  const auto number = value.number();
  if (!value.is(json::Kind::number)) {
    issues_.add(at(name), "Input should be a valid number", "float_type");
  } else if (!number) {
    issues_.add(at(name), "Input should be a finite number", "finite_number");
  } else if (*number < bounds.min) {
    issues_.add(at(name), fmt::format("Input should be greater than or equal to {}", bounds.min),
                "greater_than_equal");
  } else if (*number > bounds.max) {
    issues_.add(at(name), fmt::format("Input should be less than or equal to {}", bounds.max),
                "less_than_equal");
  }
  return number.value_or(fallback);
}

std::int64_t Fields::integer_or(std::string_view name, std::int64_t fallback,
                                Bounds<std::int64_t> bounds) {
  const auto value = object_[name];
  if (!value) return fallback;
  const auto number = value.number();
  const auto integer = value.integer();
  if (!value.is(json::Kind::number)) {
    issues_.add(at(name), "Input should be a valid integer", "int_type");
  } else if (!integer && number && std::trunc(*number) != *number) {
    issues_.add(at(name), "Input should be a valid integer, got a number with a fractional part",
                "int_from_float");
    // What has no fraction and yet does not fit 64 bits lies outside on one side or the other.
  } else if (integer ? *integer < bounds.min : value.raw().starts_with('-')) {
    issues_.add(at(name), fmt::format("Input should be greater than or equal to {}", bounds.min),
                "greater_than_equal");
  } else if (!integer || *integer > bounds.max) {
    issues_.add(at(name), fmt::format("Input should be less than or equal to {}", bounds.max),
                "less_than_equal");
  }
  return integer.value_or(fallback);
}

bool Fields::boolean_or(std::string_view name, bool fallback) {
  const auto value = object_[name];
  if (!value) return fallback;
  const auto boolean = value.boolean();
  if (!boolean) issues_.add(at(name), "Input should be a valid boolean", "bool_type");
  return boolean.value_or(fallback);
}

json::Value Fields::required_list(std::string_view name, Bounds<std::size_t> items) {
  const auto value = required(name);
  if (!value) return {};
  if (!value.is(json::Kind::array)) {
    issues_.add(at(name), "Input should be a valid list", "list_type");
    return {};
  }
  if (value.size() < items.min) {
    issues_.add(at(name),
                fmt::format("List should have at least {} item{} after validation, not {}",
                            items.min, items.min == 1 ? "" : "s", value.size()),
                "too_short");
    return {};
  }
  if (value.size() > items.max) {
    issues_.add(at(name),
                fmt::format("List should have at most {} items after validation, not {}", items.max,
                            value.size()),
                "too_long");
    return {};
  }
  return value;
}

std::string required_query(const Exchange& exchange, std::string_view name, Issues& issues) {
  auto value = exchange.query_value(name);
  if (value && !value->empty()) return std::move(*value);
  issues.add(Place("query").child(name), "Field required", "missing");
  return {};
}

std::optional<json::Document> read_body(std::string_view body, Issues& issues) {
  auto document = json::Document::parse(body);
  if (document) return std::move(*document);
  issues.add(Place("body"), "JSON decode error: " + document.error().message, "json_invalid");
  return std::nullopt;
}

}  // namespace quorum::api::platform
