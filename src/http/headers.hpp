#pragma once
/// Header fields in their order, found whatever their case, and spelt as they are sent.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/field_name.hpp"

namespace quorum::http {

namespace detail {
bool same_letters(const char* left, const char* right, std::size_t size);
}

/// ASCII letters only, whatever the locale.
inline bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         detail::same_letters(left.begin(), right.begin(), left.size());
}

/// Views into it live until the next call that changes it, and do not survive a move.
class Headers {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
    Known known = Known::other;
  };

  /// Where a field lies in the text given to `adopt`.
  struct Span {
    std::uint32_t name_at = 0;
    std::uint32_t value_at = 0;
    std::uint32_t value_size = 0;
    std::uint16_t name_size = 0;
    Known known = Known::other;  ///< By `known_of`.
  };

  /// Longer ones are left out.
  static constexpr std::size_t kNameBytesMax = 0xFFFF;

  /// No value can begin a field of its own: a line end in it, as any control byte beside it,
  /// becomes a space. A name that is not a token is left out.
  void add(FieldName name, std::string_view value);
  void set(FieldName name, std::string_view value);  ///< Replaces all of that name.

  /// Several at once, by the same rules: room for them is made once. Nothing of them lies in here.
  struct Given {
    FieldName name;
    std::string_view value;
  };
  void add_all(std::span<const Given> fields);

  void remove(FieldName name);

  /// For parsers: a whole head's text at once, and where its fields lie in it; they are known to be
  /// tokens and values.
  void adopt(std::string text, std::vector<Span> spans);

  /// The first of that name.
  std::optional<std::string_view> get(FieldName name) const {
    return present_.has(name.known()) ? find(name) : std::nullopt;
  }
  bool has_token(FieldName name, std::string_view token) const;  ///< In a comma list.

  /// False tells for sure that there is none of them.
  bool may_have_any(KnownSet names) const { return present_.has_any(names); }

  std::size_t size() const { return spans_.size(); }

  /// All of them as lines, where they lie like that; else nothing.
  std::optional<std::string_view> lines() const {
    return are_lines_ ? std::optional<std::string_view>(text_) : std::nullopt;
  }

  Field operator[](std::size_t index) const {
    const auto& span = spans_[index];
    return {.name = {text_.data() + span.name_at, span.name_size},
            .value = value_of(span),
            .known = span.known};
  }

 private:
  char* lay(const char* bytes, char* at, const Given& field);
  std::optional<std::string_view> find(FieldName name) const;
  std::string_view value_of(const Span& span) const {
    return {text_.data() + span.value_at, span.value_size};
  }
  bool is_named(const Span& span, FieldName name) const {
    if (span.known != name.known()) return false;
    return span.known != Known::other ||
           equals_ignoring_case({text_.data() + span.name_at, span.name_size}, name.text());
  }

  std::string text_;  ///< Lines of `name: value`: one allocation for all of them.
  std::vector<Span> spans_;
  KnownSet present_;       ///< Of `spans_`; may tell of one that was removed.
  bool are_lines_ = true;  ///< And nothing beside those of `spans_`.
};

}  // namespace quorum::http
