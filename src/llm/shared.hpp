#pragma once
/// A value that its copies share.

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace quorum::llm {

/// Copying and moving cost the same few instructions whatever the value's size, so that a call may
/// pass through many hands and be kept for another try. Who changes it gets a copy of its own.
template <typename T>
class Shared {
 public:
  Shared() = default;
  template <std::convertible_to<T> Value>
    requires(!std::same_as<std::remove_cvref_t<Value>, Shared>)
  // NOLINTNEXTLINE(google-explicit-constructor): it stands where the value stood.
  Shared(Value&& value) : value_(std::make_shared<T>(std::forward<Value>(value))) {}

  const T& operator*() const { return value_ ? *value_ : nothing(); }
  const T* operator->() const { return &**this; }
  // NOLINTNEXTLINE(google-explicit-constructor): it stands where the value stood.
  operator const T&() const { return **this; }

  /// The value to be changed; other copies keep theirs.
  T& edit() {
    if (!value_) {
      value_ = std::make_shared<T>();
    } else if (value_.use_count() != 1) {
      value_ = std::make_shared<T>(*value_);
    }
    return *value_;
  }

 private:
  static const T& nothing() {
    static const T kNothing{};
    return kNothing;
  }

  std::shared_ptr<T> value_;
};

}  // namespace quorum::llm
