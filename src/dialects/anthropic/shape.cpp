#include "dialects/anthropic/shape.hpp"

#include <algorithm>
#include <array>

#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::anthropic {
namespace {

using json::Kind;
using json::Value;

template <std::size_t kSize>
bool is_one_of(std::string_view word, const std::array<std::string_view, kSize>& list) {
  return std::ranges::find(list, word) != list.end();
}

// What is written as it stands.
constexpr std::array<std::string_view, 6> kTaken{"type",  "enum",     "const",
                                                 "title", "required", "$ref"};
constexpr std::array<std::string_view, 10> kFormats{
    "date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"};

bool is_object_type(Value type) {
  if (type.string() == "object") return true;
  return std::ranges::any_of(type, [](Value each) { return each.string() == "object"; });
}

class Shaper {
 public:
  explicit Shaper(std::string& out) : writer_(out) {}

  void shape(Value schema) {
    // `true` and `{}` allow everything.
    if (!schema.is(Kind::object) || schema.size() == 0) {
      is_possible_ = false;
      writer_.null();
      return;
    }
    std::string rest;
    writer_.object();
    for (const auto member : schema) {
      if (!write_member(member)) add_rest(member, rest);
    }
    write_description(schema["description"], rest);
    close_object(schema);
    writer_.end();
  }

  bool is_possible() const { return is_possible_; }
  bool is_changed() const { return is_changed_; }
  bool is_softened() const { return is_softened_; }

 private:
  /// Whether the member has a place in what is written, or means nothing.
  bool write_member(Value member) {
    const auto name = member.key();
    if (is_one_of(name, kTaken)) {
      writer_.key(name).raw(member.raw());
    } else if (name == "properties" || name == "$defs" || name == "definitions") {
      shape_map(name, member);
    } else if (name == "anyOf" || name == "allOf") {
      shape_list(name, member);
    } else if (name == "oneOf") {
      is_changed_ = true;
      shape_list("anyOf", member);
    } else if (name == "items") {
      writer_.key(name);
      shape(member);
    } else if (name == "$schema") {
      is_changed_ = true;
    } else if (name == "format") {
      if (!is_one_of(member.string().value_or(""), kFormats)) return false;
      writer_.key(name).raw(member.raw());
    } else if (name == "minItems") {
      if (member.integer() != 0 && member.integer() != 1) return false;
      writer_.key(name).raw(member.raw());
    } else {
      return name == "description" || name == "additionalProperties";  // They follow.
    }
    return true;
  }

  void shape_map(std::string_view name, Value map) {
    writer_.key(name).object();
    for (const auto member : map) {
      writer_.key(member.key());
      shape(member);
    }
    writer_.end();
  }

  void shape_list(std::string_view name, Value list) {
    writer_.key(name).array();
    for (const auto each : list) shape(each);
    writer_.end();
  }

  void add_rest(Value member, std::string& rest) {
    is_changed_ = is_softened_ = true;
    rest.append(rest.empty() ? "" : ", ").append(member.key()).append(": ").append(member.raw());
  }

  void write_description(Value description, const std::string& rest) {
    std::string text{description.string().value_or("")};
    if (!rest.empty()) text.append(text.empty() ? "{" : "\n\n{").append(rest).append("}");
    if (!text.empty()) writer_.key("description").string(text);
  }

  void close_object(Value schema) {
    const auto more = schema["additionalProperties"];
    const bool is_closed = more.boolean() == false;
    const bool is_object = is_object_type(schema["type"]);
    if (!is_object && !more) return;
    const bool is_map = more.is(Kind::object) || (!is_closed && schema["properties"].size() == 0);
    if (is_map) is_possible_ = false;
    if (!is_closed) is_changed_ = true;
    writer_.key("additionalProperties").boolean(false);
  }

  json::Writer writer_;
  bool is_possible_ = true;
  bool is_changed_ = false;
  bool is_softened_ = false;
};

}  // namespace

std::optional<Shape> shape_of(std::string_view schema) {
  const auto document = json::Document::parse(schema);
  if (!document) return std::nullopt;
  Shape shape;
  Shaper shaper{shape.schema};
  shaper.shape(document->root());
  if (!shaper.is_possible()) return std::nullopt;
  if (!shaper.is_changed()) shape.schema = schema;
  shape.is_softened = shaper.is_softened();
  return shape;
}

}  // namespace quorum::anthropic
