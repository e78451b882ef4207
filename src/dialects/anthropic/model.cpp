#include "dialects/anthropic/model.hpp"

#include <algorithm>
#include <optional>

namespace quorum::anthropic {
namespace {

// What a model writes at most is more than this everywhere; older ones are the bound.
constexpr std::int64_t kTokensMaxNow = 16384;     // Since 3.7.
constexpr std::int64_t kTokensMaxUnknown = 8192;  // 3.5, and whoever else speaks the dialect.
constexpr std::int64_t kTokensMaxEarly = 4096;    // 3 and before.

constexpr int kNewest = 9900;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// 406 for 4.6: the first one or two numbers behind `claude` that are no date.
std::optional<int> version_of(std::string_view name) {
  const auto maker = name.find("claude");
  if (maker == name.npos) return std::nullopt;
  name.remove_prefix(maker);
  std::optional<int> major;
  while (!name.empty()) {
    const auto size = std::min(name.find_first_of("-.@:/_"), name.size());
    const auto word = name.substr(0, size);
    name.remove_prefix(std::min(size + 1, name.size()));
    const bool is_number = !word.empty() && word.size() <= 2 && std::ranges::all_of(word, is_digit);
    if (!is_number) {
      if (word == "latest" && !major) return kNewest;
      if (major) return *major * 100;
      continue;
    }
    const int number = word.size() == 1 ? word[0] - '0' : (word[0] - '0') * 10 + word[1] - '0';
    if (major) return *major * 100 + number;
    major = number;
  }
  if (!major) return std::nullopt;
  return *major * 100;
}

}  // namespace

Traits traits_of(std::string_view model) {
  const auto version = version_of(model);
  if (!version) return {.takes_both_samplings = true, .tokens_max = kTokensMaxUnknown};
  Traits traits{.takes_sampling = *version <= 406,
                .takes_both_samplings = *version < 401,
                .thinks = *version >= 307,
                .takes_budget = *version <= 406,
                .takes_adaptive = *version >= 406,
                .takes_xhigh = *version >= 407,
                .takes_schema = *version >= 401,
                .takes_inline_system = *version >= 408,
                .tokens_max = kTokensMaxNow};
  if (*version < 307) traits.tokens_max = kTokensMaxUnknown;
  if (*version < 305) traits.tokens_max = kTokensMaxEarly;
  return traits;
}

}  // namespace quorum::anthropic
