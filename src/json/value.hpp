#pragma once
/// A JSON document read once: values that remember the bytes they were read from.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace quorum::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

struct Node;

/// A value inside a `Document`, which must outlive it. Cheap to copy. The default is "absent": every
/// question to it answers "no", so `v["a"]["b"].string()` needs no checks in between.
class Value {
 public:
  Value() = default;

  bool exists() const { return node_ != nullptr; }
  explicit operator bool() const { return exists(); }
  Kind kind() const;  ///< `null` when absent; ask `exists` where the difference matters.
  bool is(Kind kind) const { return exists() && this->kind() == kind; }

  std::optional<bool> boolean() const;
  std::optional<double> number() const;
  std::optional<std::int64_t> integer() const;  ///< Also of `3.0`; not of `3.5` or beyond 64 bits.
  std::optional<std::string_view> string() const;  ///< Unescaped, valid UTF-8.

  /// The member of that name (the last, where it stands twice), or absent.
  Value operator[](std::string_view key) const;
  Value operator[](std::size_t index) const;
  std::size_t size() const;  ///< Members or elements; 0 for everything else.

  /// The exact bytes this value was read from, without space around it.
  std::string_view raw() const;

  // Range over an array's elements, or an object's members in their order.
  class Iterator;
  Iterator begin() const;
  Iterator end() const;
  std::string_view key() const;  ///< Of a member met while iterating an object.

 private:
  friend class Document;
  const Node* node_ = nullptr;
  // The implementer adds what is needed.
};

/// Owns a copy of the text and the tree over it.
class Document {
 public:
  /// Refuses what RFC 8259 refuses, invalid UTF-8, more than 128 levels, and bytes after the value.
  /// The error's message says what and at which byte.
  static Result<Document> parse(std::string_view text);
  Value root() const;
  // Movable; values stay valid after a move.
};

}  // namespace quorum::json
