#include "core/money.hpp"

#include <charconv>
#include <cmath>

namespace quorum {
namespace {

constexpr double kUsdMax = 1e12;
constexpr int kDecimals = 12;

}  // namespace

Money Money::from_usd(double usd) { return Money{static_cast<__int128>(std::round(usd * 1e12))}; }

Result<Money> Money::parse_usd(std::string_view text) {
  double usd = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), usd);
  const bool is_whole = problem == std::errc{} && end == text.data() + text.size();
  if (!is_whole || !std::isfinite(usd) || usd < 0 || usd > kUsdMax) {
    return Error{.code = Errc::invalid_request,
                 .message = "An amount in US dollars is a number from 0 to 1e12, such as 0.25."};
  }
  return from_usd(usd);
}

std::string Money::str() const {
  auto rest = pico_usd_ < 0 ? -pico_usd_ : pico_usd_;
  std::string digits;
  for (int place = 0; rest != 0 || place <= kDecimals; ++place) {
    if (place == kDecimals) digits.push_back('.');
    digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  }
  const auto first = digits.find_first_not_of('0');
  std::string text(digits.rbegin(), digits.rend() - static_cast<std::ptrdiff_t>(first));
  if (text.back() == '.') text.pop_back();
  return pico_usd_ < 0 ? "-" + text : text;
}

}  // namespace quorum
