#pragma once
/// Reading a request field by field, every fault noted in the list that the platform's clients know
/// (`{loc, msg, type}`, as FastAPI writes it).

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/route.hpp"
#include "json/value.hpp"

namespace quorum::api::platform {

/// Where in a request: `["body", "messages", 0, "role"]`.
class Place {
 public:
  explicit Place(std::string_view root);
  Place child(std::string_view name) const;
  Place child(std::size_t index) const;
  const std::string& json() const { return items_; }  ///< The array's items.

 private:
  Place() = default;
  std::string items_;
};

class Issues {
 public:
  void add(const Place& where, std::string_view message, std::string_view type);
  bool empty() const { return items_.empty(); }

  /// The body of the 422.
  std::string json() const;

 private:
  std::string items_;
};

template <typename T>
struct Bounds {
  T min;
  T max;
};

/// The members of one object. No kind is turned into another: neither `"0.7"` nor `true` is a
/// number, though `100.0` is a whole one; null is not the same as absent.
class Fields {
 public:
  /// Notes that `object` is none, if so.
  Fields(json::Value object, Place place, Issues& issues);

  /// Empty where the fault has been noted. Only white space counts as empty text.
  std::string required_text(std::string_view name);
  std::string text_or(std::string_view name, std::string_view fallback);
  std::string required_choice(std::string_view name, std::span<const std::string_view> choices);
  double number_or(std::string_view name, double fallback, Bounds<double> bounds);
  std::int64_t integer_or(std::string_view name, std::int64_t fallback,
                          Bounds<std::int64_t> bounds);
  bool boolean_or(std::string_view name, bool fallback);

  /// An array with as many items as `items` allows, or absent.
  json::Value required_list(std::string_view name, Bounds<std::size_t> items);

  Place at(std::string_view name) const { return place_.child(name); }

 private:
  json::Value required(std::string_view name);

  json::Value object_;
  Place place_;
  Issues& issues_;
};

/// A query parameter that says something; empty where the fault has been noted.
std::string required_query(const Exchange& exchange, std::string_view name, Issues& issues);

/// The body's document; without one the fault has been noted.
std::optional<json::Document> read_body(std::string_view body, Issues& issues);

}  // namespace quorum::api::platform
