#pragma once
/// Text of bounded length that lies in place: what is longer is cut.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
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

/// The same for what hardly any record has: a pointer, and an allocation where there is a text.
template <std::size_t kMax>
class RareText {
 public:
  RareText() = default;
  RareText(std::string_view text) { assign(text); }
  RareText(const RareText& other) { assign(other); }
  RareText(RareText&& other) noexcept = default;
  RareText& operator=(const RareText& other) {
    if (this != &other) assign(other);
    return *this;
  }
  RareText& operator=(RareText&& other) noexcept = default;
  ~RareText() = default;

  void assign(std::string_view text) {
    text_.reset();
    append(text);
  }
  void append(std::string_view text) {
    if (text.empty()) return;
    if (!text_) text_ = std::make_unique<BoundedText<kMax>>();
    text_->append(text);
  }

  operator std::string_view() const { return text_ ? text_->view() : std::string_view(); }
  std::string_view view() const { return *this; }
  bool empty() const { return text_ == nullptr; }
  friend bool operator==(const RareText& one, std::string_view other) {
    return one.view() == other;
  }
  friend bool operator==(const RareText& one, const RareText& other) {
    return one.view() == other.view();
  }

 private:
  std::unique_ptr<BoundedText<kMax>> text_{};  ///< Null: empty.
};

}  // namespace quorum
