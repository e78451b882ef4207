#pragma once
/// Text of bounded length that lies in place: what is longer is cut.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace quorum {

/// For records of which many are made and few are read: no allocation, and one that is empty costs
/// a byte to make.
template <std::size_t kMax>
class BoundedText {
  static_assert(kMax < 256);

 public:
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): bytes beyond the size mean nothing.
  BoundedText() {}
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
  BoundedText(std::string_view text) { assign(text); }
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
  BoundedText(const BoundedText& other) { assign(other); }
  BoundedText& operator=(const BoundedText& other) {
    if (this != &other) assign(other);
    return *this;
  }
  ~BoundedText() = default;

  void assign(std::string_view text) {
    size_ = 0;
    append(text);
  }
  void append(std::string_view text) {
    const auto taken = text.copy(bytes_.data() + size_, kMax - size_);
    size_ = static_cast<std::uint8_t>(size_ + taken);
  }

  operator std::string_view() const { return {bytes_.data(), size_}; }
  std::string_view view() const { return *this; }
  bool empty() const { return size_ == 0; }
  friend bool operator==(const BoundedText& one, std::string_view other) {
    return one.view() == other;
  }
  friend bool operator==(const BoundedText& one, const BoundedText& other) {
    return one.view() == other.view();
  }

 private:
  std::uint8_t size_ = 0;
  std::array<char, kMax> bytes_;
};

}  // namespace quorum
