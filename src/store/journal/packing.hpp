#pragma once
/// Numbers and short texts, packed one behind the other, and taken out again.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/bounded_text.hpp"

namespace quorum::store::journal {

/// The caller's room must be large enough: ten bytes a number, a byte more than its length a text
/// (than its room, of one that lies in place).
class Packer {
 public:
  explicit Packer(char* out) : begin_(out), at_(out) {}

  void byte(unsigned char value) { *at_++ = static_cast<char>(value); }

  /// Seven bits a byte, the lowest first.
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      byte(static_cast<unsigned char>(value | 0x80));
      value >>= 7;
    }
    byte(static_cast<unsigned char>(value));
  }
  /// Small ones of either sign are short.
  void number(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    number((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
  }
  /// Of at most 255 bytes.
  void text(std::string_view text) {
    byte(static_cast<unsigned char>(text.size()));
    at_ = std::ranges::copy(text, at_).out;
  }
  /// The same, with all of its room laid down, of which the next piece covers what is unused: a
  /// fixed number of bytes is a few moves, an unknown one is a call.
  template <std::size_t kMax>
  void text(const BoundedText<kMax>& text) {
    const auto view = text.view();
    byte(static_cast<unsigned char>(view.size()));
    std::memcpy(at_, view.data(), kMax);
    at_ += view.size();
  }
  /// As the machine has it.
  template <typename Object>
  void object(const Object& value) {
    std::memcpy(at_, &value, sizeof value);
    at_ += sizeof value;
  }
  /// For what is known later.
  void skip(std::size_t bytes) { at_ += bytes; }
  std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  char* begin_;
  char* at_;
};

/// Survives whatever it is given: once something is missing, all that follows is zero or empty.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  unsigned char byte() {
    if (rest_.empty()) {
      is_broken_ = true;
      return 0;
    }
    const auto value = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto next = byte();
      value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
      if ((next & 0x80) == 0) return value;
    }
    is_broken_ = true;
    return 0;
  }
  std::int64_t signed_number() {
    const auto bits = number();
    return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
  }
  std::string_view text() {
    const std::size_t size = byte();
    if (size > rest_.size()) {
      is_broken_ = true;
      return {};
    }
    const auto text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }
  /// What `byte` would give; 0 where nothing is left.
  unsigned char next() const {
    return rest_.empty() ? 0 : static_cast<unsigned char>(rest_.front());
  }
  template <typename Object>
  bool object(Object& value) {
    if (rest_.size() < sizeof value) {
      is_broken_ = true;
      return false;
    }
    const auto* const bytes = rest_.data();
    std::memcpy(&value, bytes, sizeof value);
    rest_.remove_prefix(sizeof value);
    return true;
  }
  bool is_whole() const { return !is_broken_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool is_broken_ = false;
};

}  // namespace quorum::store::journal
