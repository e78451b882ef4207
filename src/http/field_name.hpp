#pragma once
/// The name of a header field, as it is asked for, and sets of well-known ones.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "http/known_name.hpp"
#include "http/syntax.hpp"

namespace quorum::http {

/// Some of the well-known names.
class KnownSet {
 public:
  constexpr KnownSet() = default;

  template <typename... Names>
  static consteval KnownSet of(Names... names) {
    KnownSet set;
    for (const std::string_view name : {std::string_view(names)...}) {
      const auto known = known_of(name);
      if (known == Known::other) throw "not a well-known name";
      set.add(known);
    }
    return set;
  }

  constexpr void add(Known known) { bits_ |= bit(known); }
  constexpr void remove(Known known) { bits_ &= ~bit(known); }
  constexpr bool has(Known known) const { return (bits_ & bit(known)) != 0; }
  constexpr bool has_any(KnownSet others) const { return (bits_ & others.bits_) != 0; }

 private:
  static constexpr std::uint64_t bit(Known known) {
    return std::uint64_t{1} << static_cast<unsigned>(known);
  }
  std::uint64_t bits_ = 0;
};

/// A name as it is asked for. A literal is checked and looked up by the compiler.
class FieldName {
 public:
  template <std::size_t kSize>
  // NOLINTNEXTLINE(google-explicit-constructor,cppcoreguidelines-avoid-c-arrays)
  consteval FieldName(const char (&literal)[kSize])
      : text_(literal, kSize - 1), known_(known_of(text_)), is_token_(true) {
    for (const char byte : text_) is_token_ &= is_token_byte(byte);
    if (!is_token_ || text_.empty()) throw "not a token";
  }
  // NOLINTNEXTLINE(google-explicit-constructor)
  FieldName(std::string_view text) : text_(text), is_token_(http::is_token(text)) {
    if (is_token_) known_ = known_of(text);
  }
  // NOLINTNEXTLINE(google-explicit-constructor)
  FieldName(const std::string& text) : FieldName(std::string_view(text)) {}

  template <typename Text>
    requires std::same_as<std::remove_cvref_t<Text>, const char*>
  // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
  FieldName(Text&& text) : FieldName(std::string_view(text)) {}

  constexpr std::string_view text() const { return text_; }
  constexpr Known known() const { return known_; }

  /// What is none cannot be sent as a name.
  constexpr bool is_token() const { return is_token_; }

 private:
  std::string_view text_;
  Known known_ = Known::other;
  bool is_token_;
};

}  // namespace quorum::http
