#pragma once
/// Money as whole pico-dollars: prices per token multiply without rounding.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace quorum {

/// An amount of US dollars in units of 1e-12 $. 128 bits, so that no sum of real bills overflows.
class Money {
 public:
  constexpr Money() = default;
  static constexpr Money pico_usd(__int128 amount) { return Money{amount}; }
  static constexpr Money micro_usd(std::int64_t amount) {
    return Money{static_cast<__int128>(amount) * 1'000'000};
  }

  /// Reads `0.25`, `3`, `1e-6`; refuses negative amounts, NaN and more than 1e12 dollars.
  static Result<Money> parse_usd(std::string_view text);

  /// The nearest amount to `usd`; for provider prices that arrive as floating point.
  static Money from_usd(double usd);

  double usd() const { return static_cast<double>(pico_usd_) / 1e12; }
  constexpr __int128 pico() const { return pico_usd_; }

  /// Decimal dollars without trailing zeros: `0.00015`, `12.5`, `0`.
  std::string str() const;

  constexpr Money& operator+=(Money other) {
    pico_usd_ += other.pico_usd_;
    return *this;
  }
  constexpr Money& operator-=(Money other) {
    pico_usd_ -= other.pico_usd_;
    return *this;
  }
  friend constexpr Money operator+(Money a, Money b) { return a += b; }
  friend constexpr Money operator-(Money a, Money b) { return a -= b; }
  friend constexpr Money operator*(Money a, std::int64_t times) {
    return Money{a.pico_usd_ * times};
  }
  constexpr auto operator<=>(const Money&) const = default;

 private:
  explicit constexpr Money(__int128 amount) : pico_usd_(amount) {}
  __int128 pico_usd_ = 0;
};

}  // namespace quorum
