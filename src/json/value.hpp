#pragma once
/// A JSON document read once: values that remember the bytes they were read from.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace quorum::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// `null`, `boolean`, `number` …: for messages.
std::string_view name(Kind kind);

struct Node;
struct Tree;

/// A value inside a `Document`, which must outlive it. Cheap to copy. The default is "absent":
/// every question to it answers "no", so `v["a"]["b"].string()` needs no checks in between.
class Value {
 public:
  Value() = default;

  bool exists() const { return node_ != nullptr; }
  explicit operator bool() const { return exists(); }
  Kind kind() const;  ///< `null` when absent; ask `exists` where the difference matters.
  bool is(Kind kind) const { return exists() && this->kind() == kind; }

  std::optional<bool> boolean() const;
  std::optional<double> number() const;         ///< Nothing where a double cannot hold it: `1e999`.
  std::optional<std::int64_t> integer() const;  ///< Also of `3.0`; not of `3.5` or beyond 64 bits.

  /// Unescaped, valid UTF-8. Half of a surrogate pair alone is read as U+FFFD.
  std::optional<std::string_view> string() const;

  /// The member of that name (the last, where it stands twice), or absent.
  Value operator[](std::string_view key) const;
  Value operator[](const char* key) const { return (*this)[std::string_view(key)]; }
  /// The element, or absent. Walks there: iterate where all are wanted.
  Value operator[](std::size_t index) const;
  Value operator[](int index) const { return (*this)[static_cast<std::size_t>(index)]; }
  std::size_t size() const;  ///< Members or elements; 0 for everything else.

  /// The exact bytes this value was read from, without space around it; empty when absent.
  std::string_view raw() const;

  // Range over an array's elements, or an object's members in their order, doubles included.
  class Iterator;
  Iterator begin() const;
  Iterator end() const;
  std::string_view key() const;  ///< Of a member met while iterating or by its name; else empty.

 private:
  friend class Document;
  Value(const Tree* tree, const Node* node, const Node* key)
      : tree_(tree), node_(node), key_(key) {}
  Value find_sorted(std::string_view key) const;

  const Tree* tree_ = nullptr;
  const Node* node_ = nullptr;
  const Node* key_ = nullptr;
};

class Value::Iterator {
 public:
  using value_type = Value;
  using difference_type = std::ptrdiff_t;

  Iterator() = default;
  Value operator*() const;
  Iterator& operator++();
  void operator++(int) { ++*this; }
  bool operator==(const Iterator& other) const { return at_ == other.at_; }

 private:
  friend class Value;
  const Tree* tree_ = nullptr;
  const Node* at_ = nullptr;  ///< An element, or a member's name with its value behind it.
  bool is_object_ = false;
};

/// Owns a copy of the text and the tree over it.
class Document {
 public:
  /// Refuses what RFC 8259 refuses, invalid UTF-8, more than 128 levels, and bytes after the value.
  /// The error's message says what and at which byte.
  static Result<Document> parse(std::string_view text);

  /// The same without the copy.
  static Result<Document> adopt(std::string text);

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Value root() const;
  std::string_view text() const;

 private:
  explicit Document(std::unique_ptr<Tree> tree);
  std::unique_ptr<Tree> tree_;  ///< On the heap, so that values stay valid after a move.
};

}  // namespace quorum::json
