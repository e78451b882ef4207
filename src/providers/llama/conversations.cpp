#include "providers/llama/conversations.hpp"

#include <algorithm>
#include <utility>

namespace quorum::llama {
namespace {

std::size_t common_prefix(std::span<const Token> a, std::span<const Token> b) {
  const std::size_t length = std::min(a.size(), b.size());
  const auto end = a.begin() + static_cast<std::ptrdiff_t>(length);
  return static_cast<std::size_t>(std::mismatch(a.begin(), end, b.begin()).first - a.begin());
}

}  // namespace

std::optional<Conversations::Place> Conversations::take(std::span<const Token> prompt) {
  Held* longest = nullptr;
  Held* oldest = nullptr;
  std::size_t kept = 0;
  for (Held& place : places_) {
    if (place.is_taken) continue;
    if (!oldest || place.used_at < oldest->used_at) oldest = &place;
    const std::size_t common = common_prefix(place.tokens, prompt);
    if (common > kept) {
      kept = common;
      longest = &place;
    }
  }
  if (!oldest) return std::nullopt;
  // A short common beginning is only the same instructions: another conversation's memory is worth
  // more than that.
  if (!longest || (kept * 2 < longest->tokens.size() && kept * 2 < prompt.size())) {
    longest = oldest;
    kept = common_prefix(oldest->tokens, prompt);
  }
  longest->is_taken = true;
  longest->used_at = ++uses_;
  longest->tokens.clear();
  return Place{.number = static_cast<int>(longest - places_.data()),
               .kept = prompt.empty() ? 0 : std::min(kept, prompt.size() - 1)};
}

void Conversations::give_back(int number, std::vector<Token> held) {
  Held& place = places_[static_cast<std::size_t>(number)];
  place.tokens = std::move(held);
  place.used_at = ++uses_;
  place.is_taken = false;
}

}  // namespace quorum::llama
